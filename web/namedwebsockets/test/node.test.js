'use strict';
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { EventEmitter } = require('node:events');
const path = require('node:path');
const { describe, test } = require('node:test');
const { FILE } = require('../testing/world.js');

/** The habits of Node's `ws` that differ from a browser's WebSocket. */
class EmitterSocket extends EventEmitter {
  static made = [];
  readyState = 0;
  bufferedAmount = 0;
  sent = [];

  constructor(url, protocols, options) {
    super();
    Object.assign(this, { url, protocols, options });
    EmitterSocket.made.push(this);
  }

  addEventListener(type, listener) {
    this.on(type, (event) => listener.call(this, { type, target: this, ...event }));
  }

  send(data) {
    this.sent.push(data);
  }

  close() {
    this.readyState = 2;
  }
}

describe('in Node', () => {
  const named = require(FILE);

  test('require and import give the same classes', async () => {
    const module = await import(path.join(path.dirname(FILE), 'namedwebsockets.mjs'));

    assert.equal(module.default, named);
    assert.equal(module.LocalWebSocket, named.LocalWebSocket);
    assert.equal(globalThis.NetworkWebSocket, module.NetworkWebSocket);
  });

  test('a token is shown in a header, and in no address', () => {
    named.WebSocket = EmitterSocket;
    EmitterSocket.made = [];
    named.token = 'secret';

    new named.LocalWebSocket('c', [], { id: 1, reconnect: false });
    named.token = undefined;

    for (const { url, options } of EmitterSocket.made) {
      assert.equal(options.headers.authorization, 'Bearer secret');
      assert.ok(!url.includes('secret'));
    }
    assert.equal(EmitterSocket.made.length, 2);
    EmitterSocket.made = [];
  });

  test('a socket of the `ws` kind becomes an EventTarget', () => {
    named.WebSocket = EmitterSocket;
    const socket = new named.LocalWebSocket('c', [], {
      id: 1, senders: true, reconnect: false,
    });
    const [control, data] = EmitterSocket.made;
    const heard = [];
    socket.onopen = ({ type, target }) => heard.push([type, target === socket]);
    socket.onmessage = (event) => heard.push([event.data, event.senderId]);
    socket.addEventListener('close', ({ code, reason }) => heard.push([code, reason]));
    socket.send('early');

    data.readyState = 1;
    data.emit('open');
    data.emit('message', { data: 'hi' });
    control.emit('message', { data: '{"Action":"sender","Source":2,"Target":1,"Payload":1}' });
    data.emit('error', { message: 'cut' });
    data.emit('close', { code: 1006, reason: 'cut', wasClean: false });
    named.WebSocket = undefined;

    assert.ok(socket instanceof EmitterSocket);
    assert.deepEqual(data.sent, ['early']);
    assert.deepEqual(heard, [['open', true], ['hi', 2], [1006, 'cut']]);
  });

  test('namedwebsockets.js is assembled from src/ as it stands', () => {
    const folder = path.dirname(FILE);

    execFileSync(process.execPath, ['assemble.mjs', '--check'], { cwd: folder });
  });
});
