import assert from 'node:assert/strict';
import test from 'node:test';
import { formOf, read, shown } from '../tap.js';

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
