'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { joined, record, settled } = require('../testing/world.js');

const plain = (sent) => sent.map((data) => (typeof data === 'string' ? data : [...data]));

describe('sending to the channel', () => {
  test('what is sent before open leaves on open, in order, before the page hears of it', () => {
    const { socket, data } = joined();
    socket.addEventListener('open', () => socket.send('from open'));
    socket.send('one');
    socket.send(new Uint8Array([2]));

    data.opens();

    assert.deepEqual(plain(data.sent), ['one', [2], 'from open']);
  });

  test('a buffer is sent as it was when it was handed over', () => {
    const { socket, data } = joined();
    const buffer = new Uint8Array([1, 2, 3, 4]);
    socket.send(buffer.subarray(1, 3));
    buffer.fill(9);

    data.opens();

    assert.deepEqual(plain(data.sent), [[2, 3]]);
  });

  test('bufferedAmount counts what waits in bytes, then what the socket says', () => {
    const { socket, data } = joined();
    socket.send('é');
    socket.send(new ArrayBuffer(3));
    assert.equal(socket.bufferedAmount, 5);

    data.opens();
    data.stuckBytes = 7;

    assert.equal(socket.bufferedAmount, 7);
  });

  test('what waits is bounded', () => {
    const { page, socket, data } = joined();
    page.NamedWebSocket.limits.queueBytesMax = 4;
    socket.send('abcd');

    assert.throws(() => socket.send('e'), { name: 'QuotaExceededError' });

    data.opens();
    assert.deepEqual(data.sent, ['abcd']);
  });
});

describe('who is there', () => {
  test('peers come and go with events and in the list', () => {
    const { socket, tell } = joined();
    const news = record(socket, 'connect', 'disconnect');

    tell('connect', 22222);
    tell('connect', 33333);
    tell('disconnect', 22222);

    const told = news.map(({ type, detail }) => [type, detail.target.id]);
    assert.deepEqual(told, [['connect', 22222], ['connect', 33333], ['disconnect', 22222]]);
    assert.deepEqual(Array.from(socket.peers, ({ id }) => id), [33333]);
  });

  test('ids beyond 2^53 lose no digit, there and back', () => {
    const { socket, control, data, tell } = joined();
    control.opens();
    data.opens();

    tell('connect', '9007199254740993');
    tell('connect', '"kitchen-tv"');
    for (const peer of socket.peers) peer.send('hi');

    assert.deepEqual(Array.from(socket.peers, ({ id }) => id), ['9007199254740993', 'kitchen-tv']);
    assert.deepEqual(control.sent, [
      '{"Action":"message","Target":9007199254740993,"Payload":"hi"}',
      '{"Action":"message","Target":"kitchen-tv","Payload":"hi"}',
    ]);
  });

  test('ids inside a payload are not taken for ids', () => {
    const { socket, tell } = joined();
    tell('connect', 22222);
    const heard = record(socket.peers[0], 'message');

    tell('message', 22222, '"{\\"Source\\":1,\\"Target\\":2,"');

    assert.equal(heard[0].senderId, 22222);
  });

  test('one id behind two proxies leaves when both have left', () => {
    const { socket, tell } = joined();
    const news = record(socket, 'connect', 'disconnect');

    for (const action of ['connect', 'connect', 'disconnect']) tell(action, 5);
    assert.equal(socket.peers.length, 1);
    tell('disconnect', 5);

    assert.deepEqual(news.map(({ type }) => type), ['connect', 'disconnect']);
  });

  test('unknown actions and broken messages change nothing', () => {
    const { socket, control, tell } = joined();
    const news = record(socket, 'connect', 'disconnect', 'error');

    for (const text of ['', 'null', '[]', '{', '7', '{"Action":"connect"']) control.hears(text);
    tell('weather', 5);
    tell('disconnect', 5);
    tell('message', 5, '"from nobody"');

    assert.equal(news.length, 0);
  });
});

describe('being ready', () => {
  for (const order of ['roster first', 'open first']) {
    test(`needs the roster and the open socket, ${order}`, async () => {
      const { socket, data, tell } = joined();
      const heard = record(socket, 'ready');
      const steps = [() => tell('ready', 0), () => data.opens()];
      const [first, second] = order === 'open first' ? steps.reverse() : steps;
      tell('connect', 22222);

      first();
      assert.equal(heard.length, 0);
      second();

      assert.deepEqual(Array.from(heard[0].detail.peers, ({ id }) => id), [22222]);
      assert.equal(await socket.ready, socket);
    });
  }

  test('comes in the end from a proxy that does not tell it, and once', () => {
    const { clock, socket, data, control, tell } = joined();
    const heard = record(socket, 'ready');
    control.opens();
    data.opens();

    clock.passes(2000);
    assert.equal(heard.length, 1);
    tell('ready', 0);

    assert.equal(heard.length, 1);
  });

  test('the promise fails when the socket closes before', async () => {
    const { socket, data } = joined();

    data.ends(1013, 'busy');

    await assert.rejects(socket.ready, /closed before the roster was known \(1013 busy\)/);
  });
});

describe('the end', () => {
  test('closing the socket closes the control line and the peers, with its code', () => {
    const { socket, data, control, tell } = joined();
    tell('connect', 22222);
    const [peer] = socket.peers;
    const closes = record(peer, 'close');
    const news = record(socket, 'disconnect');

    data.ends(1001, 'proxy going away', true);

    assert.equal(control.readyState, 2);
    assert.deepEqual([closes[0].code, closes[0].reason, closes[0].wasClean],
      [1001, 'proxy going away', true]);
    assert.equal(news[0].detail.target, peer);
    assert.equal(socket.peers.length, 0);
  });

  test('a control line that dies alone is an error, and its peers are gone', () => {
    const { clock, socket, data, control, tell } = joined({ reconnect: false });
    data.opens();
    tell('connect', 22222);
    const [peer] = socket.peers;
    const news = record(socket, 'disconnect', 'error');

    control.ends(1008, 'slow');
    clock.passes(250);

    assert.deepEqual(news.map(({ type }) => type), ['disconnect', 'error']);
    assert.match(news[1].message, /control line closed/);
    assert.equal(news[1].detail.reason, 'slow');
    assert.equal(peer.readyState, 3);
    assert.equal(socket.readyState, 1);
  });

  test('a control line that ends with its socket is no error', () => {
    const { clock, socket, data, control } = joined();
    data.opens();
    const errors = record(socket, 'error');

    control.ends(1000, '', true);
    data.ends(1000, '', true);
    clock.passes(1000);

    assert.equal(errors.length, 0);
  });

  test('an error without a close, as in Node 22, is an end as well', async () => {
    const { clock, socket, data } = joined();

    data.readyState = 3;
    data.dispatchEvent(new Event('error'));
    clock.passes(0);

    await assert.rejects(socket.ready, /1006/);
  });

  test('a refused control line is told once the socket is open', async () => {
    const { clock, socket, data, control } = joined({ reconnect: false });
    const errors = record(socket, 'error');
    control.ends();
    clock.passes(1000);
    assert.equal(errors.length, 0);

    data.opens();

    assert.equal(errors.length, 1);
    await assert.rejects(socket.ready, { name: 'NetworkError' });
    await settled();
  });
});
