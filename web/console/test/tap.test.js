import assert from 'node:assert/strict';
import test from 'node:test';
import { formOf, read, shown, Tap } from '../tap.js';

const bytesOf = (text) => new TextEncoder().encode(text);

test('a binary frame has its first line and its payload', () => {
  const frame = bytesOf('{"type":"broadcast","from":"ann"}\nab\ncd').buffer;
  const { from, data } = read(frame);
  assert.equal(from, 'ann');
  assert.deepEqual(data, bytesOf('ab\ncd'));
});

test('objects and lists are JSON; what only begins like them, and numbers, are text', () => {
  assert.deepEqual(['{"a":1}', ' [1]', '{a', '12', '', '"a"'].map(formOf),
    ['json', 'json', 'text', 'text', 'text', 'text']);
});

test('a payload is shown with its form and size', () => {
  assert.deepEqual(shown('é'), { form: 'text', bytes: 2, text: 'é' });
  assert.deepEqual(shown(new Uint8Array([0, 255])), { form: 'binary', bytes: 2, text: '00 ff' });
  assert.deepEqual(shown({ a: 1 }), { form: 'json', bytes: 7, text: '{"a":1}' });
});

test('what is for the tap alone is counted, and dropped if it is too much, like the rest', () => {
  const sockets = [];
  globalThis.document = { addEventListener() {} };
  globalThis.location = { host: 'localhost:9009' };
  globalThis.WebSocket = class {
    constructor() {
      sockets.push(this);
    }
    close() {}
  };
  const lines = [];
  let counted = [];
  const tap = new Tap({ scope: 'local', name: 'chat' }, 1000, {
    state() {}, peers() {}, line: (entry) => lines.push(entry),
    heard: (...counts) => (counted = counts),
  });
  const kinds = ['message', 'request', 'broadcast'];
  for (let i = 0; i < 900; i++) {
    const data = JSON.stringify({ type: kinds[i % 3], from: 'bob', id: i, data: 'hello' });
    sockets[0].onmessage({ data });
  }
  assert.ok(lines.length >= 40 && lines.length <= 80, `${lines.length} lines`);
  return new Promise((done) => setTimeout(done, 600)).then(() => {
    assert.deepEqual(counted, [900, 900 - lines.length]);
    tap.leave();
  });
});
