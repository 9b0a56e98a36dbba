// What npm's `ws`, a client nobody here wrote, sees of a proxy: node ws-client.cjs PORT. Ends with 0 if all is as the
// protocol says, else with a sentence and 1.
'use strict';
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const { once } = require('node:events');
const WebSocket = require('ws');

const port = process.argv[2];
const at = (path) => `ws://localhost:${port}${path}`;

async function open(path, protocols, options) {
  const socket = new WebSocket(at(path), protocols, options);
  socket.heard = [];
  socket.waiting = [];
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? data : data.toString();
    const waiting = socket.waiting.shift();
    if (waiting) waiting(message);
    else socket.heard.push(message);
  });
  socket.next = () => (socket.heard.length
    ? Promise.resolve(socket.heard.shift())
    : new Promise((done) => socket.waiting.push(done)));
  await once(socket, 'open');
  return socket;
}

async function refusedWith(path) {
  const socket = new WebSocket(at(path));
  const [, response] = await once(socket, 'unexpected-response');
  socket.on('error', () => {});
  socket.terminate();
  return response.statusCode;
}

async function carriesEveryKind() {
  const ann = await open('/local/ws/1');
  const bob = await open('/local/ws/2');
  const large = crypto.randomBytes(16 << 20);
  ann.send('grüße');
  ann.send('');
  ann.send(Buffer.from([0, 255]));
  ann.send('in ', { fin: false });
  ann.send('three ', { fin: false });
  ann.send('parts', { fin: true });
  ann.send(large);
  assert.equal(await bob.next(), 'grüße');
  assert.equal(await bob.next(), '');
  assert.deepEqual(await bob.next(), Buffer.from([0, 255]));
  assert.equal(await bob.next(), 'in three parts');
  assert.ok(large.equals(await bob.next()), '16 MiB arrive unchanged');
  assert.deepEqual(ann.heard, [], 'nobody hears himself');
  ann.ping('are you there');
  const [pong] = await once(ann, 'pong');
  assert.equal(pong.toString(), 'are you there');
  bob.close(4711, 'enough');
  const [code] = await once(bob, 'close');
  assert.equal(code, 4711);
  ann.close();
}

async function speaksControl() {
  const ann = await open('/control/local/ws2/1');
  const peer = await open('/local/ws2/2');
  assert.equal(await ann.next(), '{"Action":"connect","Source":1,"Target":2,"Payload":""}');
  const bob = await open('/control/local/ws2/2');
  ann.send(JSON.stringify({ Action: 'message', Target: 2, Payload: { deep: [1] } }));
  assert.equal(
    await bob.next(),
    '{"Action":"message","Source":1,"Target":2,"Payload":{"deep":[1]}}',
  );
  const bobsEnd = once(bob, 'close');
  peer.close();
  assert.equal(await ann.next(), '{"Action":"disconnect","Source":1,"Target":2,"Payload":""}');
  const [code] = await bobsEnd;
  assert.equal(code, 1000);
  ann.send('no json');
  const [bad] = await once(ann, 'close');
  assert.equal(bad, 1007);
}

async function refusesClearly() {
  const first = await open('/local/ws3/1', ['chat.v2', 'chat.v1']);
  assert.equal(first.protocol, 'chat.v2');
  assert.equal(await refusedWith('/local/ws3/1'), 409);
  assert.equal(await refusedWith('/local/ws3/a.b'), 400);
  assert.equal(await refusedWith('/nothing/here/1/2'), 404);
  first.send(Buffer.alloc((16 << 20) + 1));
  const [code, reason] = await once(first, 'close');
  assert.equal(code, 1009);
  assert.match(reason.toString(), /^too-big/);
}

async function main() {
  await carriesEveryKind();
  await speaksControl();
  await refusesClearly();
}

main().then(() => process.exit(0), (problem) => {
  console.error(problem);
  process.exit(1);
});
