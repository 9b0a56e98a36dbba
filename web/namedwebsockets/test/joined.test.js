'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { FakeWebSocket, load, record, settled } = require('../testing/world.js');

// Requests are numbered from anywhere; here from 1.
const EVEN = Object.assign(Object.create(Math), { random: () => 0 });
const say = (socket, frame) => socket.hears(JSON.stringify(frame));
const heardBy = (socket) => socket.sent.map((frame) => JSON.parse(frame));

/** A channel that was joined, with one other peer, and the socket it is on. */
async function joined({ reconnect, others = [{ id: 'bob', name: 'Bob', kind: 'page' }] } = {}) {
  const { page, clock } = load({ Math: EVEN });
  const coming = page.NamedWebSocket.join({ channel: 'chat', id: 'ann', reconnect });
  const [socket] = FakeWebSocket.made;
  socket.opens();
  say(socket, { type: 'welcome', scope: 'network', channel: 'chat', id: 'ann' });
  for (const other of others) say(socket, { type: 'joined', ...other });
  say(socket, { type: 'ready' });
  return { page, clock, socket, channel: await coming };
}

describe('joining with one socket', () => {
  test('offers nws.v1 at the peer\'s address, with its details', async () => {
    const { page } = load();

    const details = { name: 'Ann & Bob', kind: 'tv' };
    page.NamedWebSocket.join({ scope: 'local', channel: 'a=b', id: 7, ...details });

    const [{ url, protocols }] = FakeWebSocket.made;
    assert.equal(url, 'ws://localhost:9009/local/a=b/7?name=Ann%20%26%20Bob&kind=tv');
    assert.equal(protocols, 'nws.v1');
    assert.equal(FakeWebSocket.made.length, 1);
  });

  test('is done once everybody who is there is known', async () => {
    const { channel } = await joined();

    assert.deepEqual([channel.scope, channel.name, channel.id], ['network', 'chat', 'ann']);
    const { id, name, kind } = channel.peers.get('bob');
    assert.deepEqual([id, name, kind], ['bob', 'Bob', 'page']);
  });

  test('fails in words if there is no proxy, or if what is asked is not legal', async () => {
    const { page } = load();
    const coming = page.NamedWebSocket.join({ channel: 'chat' });
    FakeWebSocket.made[0].ends();

    await assert.rejects(coming, { name: 'NamedSocketError', code: 'not-installed' });
    await assert.rejects(page.NamedWebSocket.join({ channel: 'a/b' }), { name: 'SyntaxError' });
    const wide = page.NamedWebSocket.join({ channel: 'a', scope: 'x' });
    await assert.rejects(wide, /local or network/);
  });

  test('peers come and go; one id behind two proxies is two', async () => {
    const { channel, socket } = await joined();
    const news = record(channel, 'joined', 'left');

    say(socket, { type: 'joined', id: 'bob', proxy: 'p2' });
    assert.deepEqual(Array.from(channel.peers.keys()), ['bob', 'bob@p2']);
    say(socket, { type: 'left', id: 'bob' });
    say(socket, { type: 'left', id: 'bob', proxy: 'p2' });

    assert.equal(channel.peers.size, 0);
    assert.deepEqual(news.map(({ type, detail }) => [type, detail.peer.proxy]),
      [['joined', 'p2'], ['left', undefined], ['left', 'p2']]);
  });
});

describe('messages', () => {
  test('broadcasts go as text or as bytes behind one line', async () => {
    const { channel, socket } = await joined();

    channel.broadcast('hello');
    channel.broadcast(new Uint8Array([1, 10, 255]));

    assert.equal(socket.sent[0], '{"type":"broadcast","data":"hello"}');
    assert.deepEqual([...socket.sent[1]],
      [...Buffer.from('{"type":"broadcast"}\n'), 1, 10, 255]);
    assert.throws(() => channel.broadcast({ a: 1 }), { name: 'TypeError' });
  });

  test('what is heard has its sender, and says whether it is for us alone', async () => {
    const { channel, socket } = await joined();
    const heard = record(channel, 'message');

    say(socket, { type: 'broadcast', from: 'bob', data: 'to all' });
    say(socket, { type: 'message', from: 'eve', data: { deep: [1] } });
    const line = Buffer.from('{"type":"broadcast","from":"bob"}\n');
    socket.hears(Uint8Array.from([...line, 7]).buffer);
    for (const odd of ['', 'null', '[', '{"type":"weather"}']) socket.hears(odd);

    const [first, second, third] = heard;
    assert.equal(heard.length, 3);
    assert.deepEqual([first.data, first.sender, first.isDirect],
      ['to all', channel.peers.get('bob'), false]);
    assert.equal(second.data.deep[0], 1);
    assert.deepEqual([second.senderId, second.sender], ['eve', null]);
    assert.ok(second.isDirect);
    assert.deepEqual([...new Uint8Array(third.data)], [7]);
  });

  test('a message for one peer is kept when delivered, and broken with a code', async () => {
    const { channel, socket } = await joined();
    const first = channel.send('bob', { hi: 1 });
    const second = channel.peers.get('bob').send('again');

    assert.deepEqual(heardBy(socket), [
      { type: 'send', to: 'bob', ref: 1, data: { hi: 1 } },
      { type: 'send', to: 'bob', ref: 2, data: 'again' },
    ]);
    say(socket, { type: 'undelivered', to: 'bob', ref: 2, why: 'no such peer' });
    say(socket, { type: 'delivered', to: 'bob', ref: 1 });

    assert.equal(await first, undefined);
    await assert.rejects(second, { code: 'no-such-peer', to: 'bob' });
  });
});

describe('requests', () => {
  test('are answered, in any order', async () => {
    const { channel, socket } = await joined();
    const one = channel.request('bob', 'one');
    const two = channel.peers.get('bob').request('two', { timeout: 50 });

    assert.deepEqual(heardBy(socket)[1],
      { type: 'request', to: 'bob', ref: 2, timeout: 50, data: 'two' });
    say(socket, { type: 'reply', from: 'bob', ref: 2, data: 'second' });
    say(socket, { type: 'reply', from: 'bob', ref: 1, data: 'first' });

    assert.deepEqual([await one, await two], ['first', 'second']);
  });

  const rows = [
    ['timed out', 'timed-out'], ['the peer left', 'peer-left'],
    ['the peer takes no requests', 'no-requests'], ['the message is too big', 'too-big'],
    ['something of tomorrow', 'refused'],
  ];
  for (const [why, code] of rows) {
    test(`break with ${code}: ${why}`, async () => {
      const { channel, socket } = await joined();
      const answer = channel.request('bob', 1);

      say(socket, { type: 'undelivered', to: 'bob', ref: 1, why });

      await assert.rejects(answer, { name: 'NamedSocketError', code });
    });
  }

  test('end by themselves if the proxy says nothing at all', async () => {
    const { channel, clock } = await joined();
    const answer = channel.request('bob', 1, { timeout: 500 });

    clock.passes(1500);

    await assert.rejects(answer, { code: 'timed-out' });
  });

  test('of others are replied to, once', async () => {
    const { channel, socket } = await joined();
    channel.onrequest = ({ data, sender, reply }) => {
      reply({ was: data, from: sender.name });
      assert.throws(() => reply('again'), { code: 'answered' });
    };

    say(socket, { type: 'request', from: 'bob', ref: 9, data: 'time?' });

    assert.deepEqual(heardBy(socket),
      [{ type: 'reply', to: 'bob', ref: 9, data: { was: 'time?', from: 'Bob' } }]);
  });

  test('are bounded, and leave no timer behind', async () => {
    const { page, channel, socket, clock } = await joined();
    page.NamedWebSocket.limits.requestsMax = 1;
    const answer = channel.request('bob', 1);

    await assert.rejects(channel.request('bob', 2), { code: 'too-many' });
    say(socket, { type: 'reply', from: 'bob', ref: 1 });

    await answer;
    assert.equal(clock.waiting, 0);
  });

  test('that JSON cannot hold break at once', async () => {
    const { channel } = await joined();
    const ring = {};
    ring.ring = ring;

    await assert.rejects(channel.request('bob', ring), { name: 'TypeError' });
  });
});

describe('a connection that breaks', () => {
  test('takes peers and open questions along, keeps broadcasts, and comes back', async () => {
    const { channel, socket, clock } = await joined();
    const news = record(channel, 'left', 'away', 'reconnect', 'joined', 'ready', 'close');
    const question = channel.request('bob', 1);

    socket.ends();
    await assert.rejects(question, { code: 'away' });
    await assert.rejects(channel.send('bob', 1), { code: 'away' });
    channel.broadcast('patience');
    clock.passes(60_000);
    const again = FakeWebSocket.made.at(-1);
    again.opens();
    say(again, { type: 'welcome', scope: 'network', channel: 'chat', id: 'ann' });
    say(again, { type: 'joined', id: 'bob' });
    say(again, { type: 'ready' });

    assert.equal(again.url, socket.url);
    assert.deepEqual(again.sent, ['{"type":"broadcast","data":"patience"}']);
    assert.deepEqual(news.map(({ type }) => type),
      ['left', 'away', 'reconnect', 'joined', 'ready']);
    assert.equal(channel.peers.size, 1);
  });

  test('without reconnect is the end', async () => {
    const { channel, socket } = await joined({ reconnect: false });
    const heard = record(channel, 'away', 'close');

    socket.ends(1001, 'stopping', true);
    await settled();

    assert.deepEqual(heard.map(({ type, detail }) => [type, detail.code]), [['close', 1001]]);
    assert.equal(channel.readyState, 3);
  });
});
