// One peer, written by hand on npm's `ws`: node everybody.cjs PORT ID FORM. Prints what arrives, says each line of its
// input to all. FORM is nws.v1 or raw.
'use strict';
const readline = require('node:readline');
const WebSocket = require('ws');

const [port, id, form] = process.argv.slice(2);
const isV1 = form === 'nws.v1';
const socket = new WebSocket(`ws://localhost:${port}/network/everybody/${id}`, isV1 ? form : []);
socket.on('message', (data) => console.log(data.toString()));
socket.on('open', () => {
  const lines = readline.createInterface({ input: process.stdin });
  const whole = (text) => (isV1 ? JSON.stringify({ type: 'broadcast', data: text }) : text);
  lines.on('line', (text) => socket.send(whole(text)));
  lines.on('close', () => socket.close());
});
