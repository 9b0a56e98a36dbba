import assert from 'node:assert/strict';
import test from 'node:test';
import { figure, keyOf, Rates, sentenceOf, spark } from '../rates.js';

const NONE = { messagesIn: 0, bytesIn: 0, messagesOut: 0, bytesOut: 0, directs: 0 };

function status(traffic, counters = {}) {
  return { channels: [{ scope: 'local', name: 'a', traffic: { ...NONE, ...traffic } }], counters };
}

test('one look tells no rate, two do', () => {
  const rates = new Rates();
  assert.equal(rates.look(status({ messagesIn: 10 }), 1000).get('local/a').now, undefined);
  const { now } = rates.look(status({ messagesIn: 14, bytesOut: 300 }), 3000).get('local/a');
  assert.deepEqual(now, { ...NONE, messagesIn: 2, bytesOut: 150 });
});

test('all together are told under no name', () => {
  const rates = new Rates();
  rates.look(status({}, { 'messages.received': 1, 'directs.sent': 2 }), 0);
  const later = status({}, { 'messages.received': 5, 'directs.sent': 4 });
  const { now } = rates.look(later, 2000).get('');
  assert.deepEqual(now, { ...NONE, messagesIn: 2, directs: 1 });
});

test('a counter that fell is of another channel of that name, or of another proxy', () => {
  const rates = new Rates();
  rates.look(status({ messagesIn: 100 }), 0);
  assert.equal(rates.look(status({ messagesIn: 1 }), 2000).get('local/a').now, null);
  assert.equal(rates.look(status({ messagesIn: 3 }), 4000).get('local/a').now.messagesIn, 1);
});

test('what nobody looked at is a gap and no rate', () => {
  const rates = new Rates();
  rates.look(status({}), 0);
  const { now, history } = rates.look(status({ messagesIn: 1e6 }), 60_000).get('local/a');
  assert.equal(now, undefined);
  assert.deepEqual(history, [null, null]);
});

test('history is bounded, and forgotten with its channel', () => {
  const rates = new Rates();
  let history;
  for (let i = 0; i < 100; i++) {
    ({ history } = rates.look(status({ messagesIn: i }), i * 1000).get('local/a'));
  }
  assert.equal(history.length, 60);
  rates.look({ channels: [], counters: {} }, 101_000);
  assert.equal(rates.look(status({}), 102_000).get('local/a').history.length, 1);
});

test('a proxy that counts no traffic of channels is no error', () => {
  const old = { channels: [{ scope: 'local', name: 'a' }] };
  const rates = new Rates();
  rates.look(old, 0);
  assert.deepEqual(rates.look(old, 2000).get('local/a').now, NONE);
});

test('figures have as many digits as say something', () => {
  assert.deepEqual([0, 0.01, 0.25, 9.94, 31.4, 12_345].map(figure),
    ['0', '<0.1', '0.3', '9.9', '31', '12,345']);
  assert.equal(sentenceOf({ ...NONE, messagesIn: 2, bytesIn: 20, messagesOut: 40, bytesOut: 4000 }),
    'in 2.0/s, 20 B/s · out 40/s, 4.0 kB/s');
  assert.match(sentenceOf({ ...NONE, directs: 1 }), / · 1\.0\/s to one peer$/);
  assert.equal(sentenceOf(NONE), 'silent now');
  assert.equal(keyOf({ scope: 'network', name: 'x' }), 'network/x');
});

test('the small picture has its newest at the right, its highest at the top, and gaps', () => {
  assert.equal(spark([], 59, 10), '');
  assert.equal(spark([0, 4], 59, 10), 'M58.0 9.0L59.0 1.0');
  assert.equal(spark([2, null, 2], 59, 10), 'M57.0 1.0M59.0 1.0');
});
