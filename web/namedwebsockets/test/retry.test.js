'use strict';
const assert = require('node:assert/strict');
const { before, describe, test } = require('node:test');

let retry;
let limits;
before(async () => {
  retry = await import('../src/retry.mjs');
  ({ limits } = await import('../src/limits.mjs'));
});

const waits = (one, count) => Array.from({ length: count }, () => one.nextMs());

describe('when to try again', () => {
  test('each wait may be twice as long as the last, up to the longest', () => {
    const last = waits(new retry.Retry(() => 1), 9);

    assert.deepEqual(last, [250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  });

  test('chance takes off up to a half, so that not all come at once', () => {
    assert.deepEqual(waits(new retry.Retry(() => 0), 3), [125, 250, 500]);
    assert.deepEqual(waits(new retry.Retry(() => 0.5), 2), [188, 375]);
  });

  test('a proxy that is away for a week is still asked', () => {
    const one = new retry.Retry(() => 1);
    waits(one, 40_000);

    assert.equal(one.nextMs(), limits.retryMaxMs);
  });

  test('only a connection that lasted lets the waits begin anew', () => {
    const one = new retry.Retry(() => 1);
    waits(one, 3);

    one.livedFor(limits.retryCalmMs - 1);
    assert.equal(one.nextMs(), 2000);
    one.livedFor(limits.retryCalmMs);

    assert.equal(one.nextMs(), 250);
    assert.equal(one.attempt, 1);
  });

  const rows = [
    [1000, 'gone', false], [1001, 'stopping', true], [1001, 'silent', true],
    [1002, 'bad-frame', false], [1006, '', true], [1007, 'bad-text', false],
    [1008, 'slow: you did not read', true], [1008, 'forbidden', false],
    [1008, 'bad-message: no', false], [1008, undefined, false], [1009, 'too-big', false],
    [1011, 'fault', true], [1013, 'overloaded', true],
  ];
  for (const [code, reason, may] of rows) {
    test(`${code} ${reason} is ${may ? 'no ' : ''}reason to stay away`, () => {
      assert.equal(retry.mayComeBack({ code, reason }), may);
    });
  }
});

describe('what is kept while away', () => {
  test('comes out as it went in, once', () => {
    const kept = new retry.AwayQueue();
    kept.push('a', 1);
    kept.push('b', 1);
    assert.equal(kept.bytes, 2);

    assert.deepEqual(kept.take(), { messages: ['a', 'b'], dropped: 0 });
    assert.deepEqual(kept.take(), { messages: [], dropped: 0 });
    assert.equal(kept.bytes, 0);
  });

  test('beyond so many messages the oldest go, and are counted', () => {
    const kept = new retry.AwayQueue();
    for (let n = 0; n < limits.awayMessagesMax + 2; n++) kept.push(n, 1);

    const { messages, dropped } = kept.take();

    assert.equal(dropped, 2);
    assert.deepEqual([messages[0], messages.length], [2, limits.awayMessagesMax]);
  });

  test('beyond so many bytes the oldest go; what is larger than all of it goes too', () => {
    const kept = new retry.AwayQueue();
    kept.push('old', limits.awayBytesMax);
    kept.push('new', 1);
    kept.push('huge', limits.awayBytesMax + 1);
    kept.push('last', limits.awayBytesMax);

    assert.deepEqual(kept.take(), { messages: ['last'], dropped: 3 });
  });
});
