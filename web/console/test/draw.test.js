import assert from 'node:assert/strict';
import test from 'node:test';
import { ways } from '../draw.js';

test('how a proxy is known is said in words', () => {
  assert.equal(ways('accepted'), 'it came to us');
  assert.equal(ways('mdns'), 'found by itself');
  assert.equal(ways('gossip,peer'), 'told by another, named in --peer');
});

test('a way that a newer proxy knows is shown as it is', () => {
  assert.equal(ways('pigeon'), 'pigeon');
});
