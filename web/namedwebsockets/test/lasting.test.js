'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { FakeWebSocket, joined, load, record, settled } = require('../testing/world.js');

/** The connection made last: its control line and its data socket. */
function latest() {
  const [control, data] = FakeWebSocket.made.slice(-2);
  return { control, data };
}

/** A socket that is open and knows who is there. */
function open(options) {
  const world = joined(options);
  world.control.opens();
  world.data.opens();
  world.tell('ready', 0);
  return world;
}

function comeBack({ clock }) {
  clock.passes(60_000);
  const { control, data } = latest();
  control.opens();
  data.opens();
  return { control, data };
}

const told = (events) => events.map(({ type }) => type);

describe('a connection that breaks', () => {
  test('comes back to the same place under the same id, and tells so', () => {
    const world = open({ senders: true });
    const heard = record(world.socket, 'close', 'error', 'away', 'open', 'reconnect');

    world.data.ends(1001, 'stopping', true);
    assert.equal(world.socket.readyState, 0);
    const { control, data } = comeBack(world);

    assert.deepEqual(told(heard), ['away', 'reconnect']);
    assert.equal(world.socket.readyState, 1);
    assert.equal(data.url, world.data.url);
    assert.equal(control.url, world.control.url);
    assert.equal(data.protocols, world.data.protocols);
    const { code, reason, attempt, retryMs } = heard[0].detail;
    assert.deepEqual([code, reason, attempt], [1001, 'stopping', 1]);
    assert.ok(retryMs >= 125 && retryMs <= 250);
  });

  test('what was sent meanwhile leaves in order, before the page hears of the return', () => {
    const world = open();
    world.data.ends();
    const buffer = new Uint8Array([1]);
    world.socket.send('one');
    world.socket.send(buffer);
    buffer.fill(9);
    assert.equal(world.socket.bufferedAmount, 4);
    const news = record(world.socket, 'reconnect');
    world.socket.onreconnect = () => world.socket.send('from reconnect');

    const { data } = comeBack(world);

    assert.deepEqual(data.sent.map((it) => (it.length === 1 ? [...it] : it)),
      ['one', [1], 'from reconnect']);
    assert.deepEqual({ ...news[0].detail },
      { queued: 2, dropped: 0, unsentBytes: 0, awayMs: 60_000, missed: true });
    assert.equal(world.socket.bufferedAmount, 0);
  });

  test('what was beyond the bound, and what had not left yet, is told', () => {
    const world = open();
    world.page.NamedWebSocket.limits.awayMessagesMax = 1;
    const news = record(world.socket, 'reconnect');
    world.data.stuckBytes = 77;
    world.data.ends();
    world.socket.send('old');
    world.socket.send('new');

    const { data } = comeBack(world);

    assert.deepEqual(data.sent, ['new']);
    const { queued, dropped, unsentBytes } = news[0].detail;
    assert.deepEqual([queued, dropped, unsentBytes], [1, 1, 77]);
  });

  test('attempts that fail are told with longer waits, and lose nothing', () => {
    const world = open();
    const news = record(world.socket, 'away', 'close', 'error', 'reconnect');
    world.data.ends();
    world.socket.send('patience');
    for (let n = 0; n < 3; n++) {
      world.clock.passes(60_000);
      latest().data.dispatchEvent(new Event('error'));
      latest().data.ends();
    }

    const { data } = comeBack(world);

    assert.deepEqual(told(news), ['away', 'away', 'away', 'away', 'reconnect']);
    assert.deepEqual(news.slice(0, 4).map(({ detail }) => detail.attempt), [1, 2, 3, 4]);
    assert.deepEqual(data.sent, ['patience']);
    assert.equal(news[4].detail.awayMs, 240_000);
  });

  test('binaryType and handlers outlive it, and messages arrive', () => {
    const world = open();
    world.socket.binaryType = 'arraybuffer';
    const heard = [];
    world.socket.onmessage = ({ data, origin, target }) => heard.push([data, origin, target]);
    world.data.ends();

    const { data } = comeBack(world);
    data.hears('after');

    assert.equal(data.binaryType, 'arraybuffer');
    assert.deepEqual(heard, [['after', data.url, world.socket]]);
  });

  test('the peers leave with it and are told anew; the list stays the same list', async () => {
    const world = open();
    const { peers } = world.socket;
    world.tell('connect', 22222);
    const news = record(world.socket, 'disconnect', 'away', 'connect', 'reconnect', 'ready');

    world.data.ends();
    assert.equal(peers.length, 0);
    const { ready } = world.socket;
    const { control } = comeBack(world);
    control.hears('{"Action":"connect","Source":11111,"Target":22222,"Payload":""}');
    control.hears('{"Action":"ready","Source":11111,"Target":0,"Payload":""}');

    assert.deepEqual(told(news), ['disconnect', 'away', 'reconnect', 'connect', 'ready']);
    assert.deepEqual(Array.from(peers, ({ id }) => id), [22222]);
    assert.equal(world.socket.peers, peers);
    assert.equal(await ready, world.socket);
  });

  test('a control line that dies alone takes its socket along, and both come back', () => {
    const world = open();
    world.tell('connect', 22222);
    const news = record(world.socket, 'disconnect', 'error', 'away', 'reconnect', 'connect');

    world.control.ends(1008, 'slow');
    world.clock.passes(250);
    assert.equal(world.data.readyState, 2);
    const { control } = comeBack(world);
    world.data.ends(1005, '', true);
    control.hears('{"Action":"connect","Source":11111,"Target":22222,"Payload":""}');

    assert.deepEqual(told(news), ['disconnect', 'away', 'reconnect', 'connect']);
    assert.match(news[1].detail.reason, /control line closed/);
  });
});

describe('the end', () => {
  test('a page that closes its socket hears close, and nothing comes back', () => {
    const world = open();
    const heard = record(world.socket, 'close', 'away');

    world.socket.close(4000, 'done');
    assert.equal(world.socket.readyState, 2);
    assert.deepEqual({ ...world.data.closedWith }, { code: 4000, reason: 'done' });
    world.data.ends(4000, 'done', true);
    world.clock.passes(60_000);

    assert.deepEqual(told(heard), ['close']);
    assert.equal(heard[0].code, 4000);
    assert.equal(world.socket.readyState, 3);
    assert.equal(FakeWebSocket.made.length, 2);
  });

  test('a page may close while the connection is away', async () => {
    const world = open();
    world.data.ends();
    const heard = record(world.socket, 'close');

    assert.throws(() => world.socket.close(1), { name: 'InvalidAccessError' });
    world.socket.close();
    await settled();
    world.clock.passes(60_000);

    assert.deepEqual([heard.length, heard[0].wasClean, world.socket.readyState], [1, true, 3]);
    assert.equal(FakeWebSocket.made.length, 2);
    await assert.rejects(world.socket.ready, { name: 'NetworkError' });
  });

  test('a page may close in the very event that tells it of the break', async () => {
    const world = open();
    world.socket.onaway = () => world.socket.close();
    const heard = record(world.socket, 'close');

    world.data.ends();
    await settled();
    world.clock.passes(60_000);

    assert.equal(heard.length, 1);
    assert.equal(FakeWebSocket.made.length, 2);
  });

  test('a close that would only come again is the end', () => {
    const world = open();
    const heard = record(world.socket, 'close', 'away');

    world.data.ends(1009, 'too-big: the limit is 16777216 bytes', true);

    assert.deepEqual(told(heard), ['close']);
    assert.equal(heard[0].reason, 'too-big: the limit is 16777216 bytes');
  });

  test('what is sent after it is let go, as with every WebSocket', () => {
    const world = open();
    world.data.ends(1009, '', true);

    world.socket.send('nobody');

    assert.deepEqual([world.data.sent, world.socket.bufferedAmount], [[], 0]);
  });
});

describe('a first attempt that fails', () => {
  test('is explained in words, then closes for good', async () => {
    const world = joined();
    const heard = record(world.socket, 'error', 'close', 'away');

    world.data.dispatchEvent(new Event('error'));
    world.data.ends();
    await settled();
    world.clock.passes(60_000);

    assert.deepEqual(told(heard), ['error', 'close']);
    assert.equal(heard[0].detail.state, 'not-installed');
    assert.match(heard[0].message, /No proxy answers.*start it with “nws”/);
    assert.deepEqual([heard[1].code, heard[1].reason, heard[1].wasClean],
      [1006, 'No proxy answers on this machine.', false]);
    assert.equal(world.socket.readyState, 3);
  });

  test('says so if the proxy runs but refused', async () => {
    const { page } = load({ fetch: async () => ({ ok: true }), AbortSignal });
    const socket = new page.LocalWebSocket('chat');
    const heard = record(socket, 'error');

    latest().data.ends();
    await settled();

    assert.equal(heard[0].detail.state, 'refused');
    assert.match(heard[0].message, /id may be taken/);
  });

  test('is repeated with reconnect: "always", and what was sent is kept', () => {
    const world = joined({ reconnect: 'always' });
    const heard = record(world.socket, 'open', 'error', 'close', 'away', 'reconnect');
    world.socket.send('early');
    world.data.ends();

    const { data } = comeBack(world);

    assert.deepEqual(told(heard), ['away', 'open', 'reconnect']);
    assert.deepEqual(data.sent, ['early']);
  });
});

describe('the shape', () => {
  test('without reconnect it is the platform\'s own socket', () => {
    const { socket, data } = joined({ reconnect: false });

    assert.equal(socket, data);
  });

  test('a page may switch it off for all its sockets', () => {
    const { page } = load();
    page.NamedWebSocket.reconnect = false;

    const socket = new page.LocalWebSocket('chat');

    assert.equal(socket, latest().data);
  });

  test('with it, it counts as a WebSocket and has what one has', () => {
    const { page, socket, data } = joined();

    assert.notEqual(socket, data);
    assert.ok(socket instanceof page.WebSocket && socket instanceof page.LocalWebSocket);
    assert.ok(!(socket instanceof page.NetworkWebSocket));
    assert.deepEqual([socket.url, socket.protocol, socket.OPEN], [data.url, '', 1]);
    assert.equal(socket.onmessage, null);
    assert.throws(() => socket.close(1001), { name: 'InvalidAccessError' });
  });
});
