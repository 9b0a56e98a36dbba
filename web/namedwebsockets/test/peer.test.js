'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { joined, record, settled } = require('../testing/world.js');

/** A page with one peer on the channel, and its control line open. */
function withPeer() {
  const world = joined();
  world.control.opens();
  world.data.opens();
  world.tell('connect', 22222);
  const [peer] = world.socket.peers;
  return { ...world, peer };
}

const payloads = (control) => control.sent.map((text) => JSON.parse(text).Payload);
const texts = (events) => events.map(({ data }) => data);

describe('a peer in the shape of a WebSocket', () => {
  test('opens after the page has heard of it', async () => {
    const { socket, control, tell } = joined();
    const calls = [];
    socket.onconnect = ({ detail }) => {
      calls.push(`connect ${detail.target.readyState}`);
      detail.target.onopen = () => calls.push(`open ${detail.target.readyState}`);
    };
    control.opens();

    tell('connect', 22222);
    await settled();

    assert.deepEqual(calls, ['connect 0', 'open 1']);
  });

  test('has the constants, url and protocol of its kind', () => {
    const { peer, socket } = withPeer();

    assert.deepEqual([peer.OPEN, peer.CLOSED, peer.url], [1, 3, socket.url]);
    assert.equal(peer.protocol, socket.protocol);
  });

  test('close ends it here: close, then disconnect, and it hears no more', async () => {
    const { peer, socket, tell } = withPeer();
    const news = [...['close', 'message'].map((type) => [peer, type]), [socket, 'disconnect']];
    const told = [];
    for (const [target, type] of news) target.addEventListener(type, () => told.push(type));

    peer.close(3001, 'enough');
    assert.equal(peer.readyState, 2);
    await settled();
    tell('message', 22222, '"late"');
    tell('disconnect', 22222);

    assert.deepEqual(told, ['close', 'disconnect']);
    assert.equal(peer.readyState, 3);
  });

  test('close refuses codes that are not for pages', () => {
    const { peer } = withPeer();

    assert.throws(() => peer.close(1001), { name: 'InvalidAccessError' });
  });
});

describe('sending to one peer', () => {
  const rows = [
    ['text', 'text'], ['', ''], [{ a: [1, null] }, { a: [1, null] }], [7, 7], [null, null],
    [undefined, 'undefined'],
  ];
  for (const [value, payload] of rows) {
    test(`carries ${JSON.stringify(value)}`, () => {
      const { peer, control } = withPeer();

      peer.send(value);

      assert.deepEqual(payloads(control), [payload]);
    });
  }

  test('buffers, views and Blobs go as binary, and later messages stay behind a Blob', async () => {
    const { peer, control } = withPeer();

    peer.send(new Blob(['blob']));
    peer.send(new Uint8Array([1, 2, 3]).subarray(1));
    peer.send('last');
    assert.deepEqual(control.sent, []);
    assert.equal(peer.bufferedAmount, 4 + 2 + 4);
    await settled();

    assert.deepEqual(control.sent, [
      '{"Action":"binary","Target":22222,"Payload":"YmxvYg=="}',
      '{"Action":"binary","Target":22222,"Payload":"AgM="}',
      '{"Action":"message","Target":22222,"Payload":"last"}',
    ]);
    assert.equal(peer.bufferedAmount, 0);
  });

  test('nothing leaves before the others know us', () => {
    const { socket, control, data, tell } = joined();
    control.opens();
    tell('connect', 22222);

    socket.peers[0].send('hello');
    assert.deepEqual(control.sent, []);
    data.opens();

    assert.deepEqual(payloads(control), ['hello']);
  });

  test('bufferedAmount falls as the control line drains', () => {
    const { peer, control } = withPeer();
    control.isStuck = true;
    peer.send('abc');
    peer.send('de');
    assert.equal(peer.bufferedAmount, 5);

    control.stuckBytes -= control.sent[0].length;
    assert.equal(peer.bufferedAmount, 2);
    control.stuckBytes = 0;

    assert.equal(peer.bufferedAmount, 0);
  });

  test('a message that could not be delivered is told to peer and socket', () => {
    const { peer, socket, tell } = withPeer();
    const heard = record(peer, 'undelivered').concat(record(socket, 'undelivered'));
    const onPeer = record(peer, 'undelivered');
    const onSocket = record(socket, 'undelivered');

    tell('undelivered', 22222, '"no such peer"');

    assert.equal(heard.length, 0);
    assert.equal(onPeer[0].detail.reason, 'no such peer');
    assert.deepEqual([onSocket[0].detail.id, onSocket[0].detail.target], [22222, peer]);
  });
});

describe('hearing from one peer', () => {
  test('messages wait for the first listener, in order', async () => {
    const { peer, tell } = withPeer();
    tell('message', 22222, '"one"');
    tell('message', 22222, '{"two":2}');

    const heard = [];
    peer.onmessage = (event) => heard.push(event);
    assert.deepEqual(texts(heard), []);
    tell('message', 22222, '"three"');
    await settled();
    tell('message', 22222, '"four"');

    assert.deepEqual(texts(heard), ['one', '{"two":2}', 'three', 'four']);
    assert.equal(heard[0].senderId, 22222);
    assert.equal(heard[0].sender, peer);
  });

  test('a handler that hands over to another loses nothing', async () => {
    const { peer, tell } = withPeer();
    const later = [];
    tell('message', 22222, '"hello"');
    tell('message', 22222, '"offer"');

    peer.onmessage = () => {
      peer.onmessage = ({ data }) => later.push(data);
    };
    await settled();

    assert.deepEqual(later, ['offer']);
  });

  test('a listener for something else does not let messages go', async () => {
    const { peer, tell } = withPeer();
    tell('message', 22222, '"one"');
    peer.onclose = () => null;
    await settled();

    const heard = record(peer, 'message');
    await settled();

    assert.deepEqual(texts(heard), ['one']);
  });

  test('start lets them go without a listener', async () => {
    const { peer, tell } = withPeer();
    tell('message', 22222, '"one"');
    peer.start();
    await settled();

    const heard = record(peer, 'message');
    await settled();

    assert.equal(heard.length, 0);
  });

  test('what waits is bounded, and the peer says so', async () => {
    const { page, peer, tell } = withPeer();
    page.NamedWebSocket.limits.unheardMessagesMax = 2;
    const errors = record(peer, 'error');

    for (const text of ['"a"', '"b"', '"c"']) tell('message', 22222, text);
    const heard = record(peer, 'message');
    await settled();

    assert.deepEqual(texts(heard), ['a', 'b']);
    assert.match(errors[0].message, /dropped/);
  });

  test('binary arrives as binaryType says', async () => {
    const { peer, tell } = withPeer();
    const heard = record(peer, 'message');

    tell('binary', 22222, '"YWI="');
    peer.binaryType = 'arraybuffer';
    peer.binaryType = 'nonsense';
    tell('binary', 22222, '"YWI="');

    assert.ok(heard[0].data instanceof Blob);
    assert.equal(await heard[0].data.text(), 'ab');
    assert.equal(Buffer.from(heard[1].data).toString(), 'ab');
  });
});
