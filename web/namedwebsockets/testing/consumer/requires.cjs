'use strict';
/** Uses the installed package by `require`; a proxy that is not there is explained. */
const { LocalWebSocket, NamedWebSocket } = require('namedwebsockets');

NamedWebSocket.WebSocket = require('ws');
NamedWebSocket.proxy = process.argv[2];
const socket = new LocalWebSocket('chat');
socket.onerror = ({ detail }) => console.log(detail.state);
socket.onclose = ({ code, reason }) => console.log(`${code} ${reason}`);
