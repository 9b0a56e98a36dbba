'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { FakeWebSocket, load, record } = require('../testing/world.js');

const urls = () => FakeWebSocket.made.map(({ url }) => url);
const scriptTag = (src, proxy) => ({ currentScript: { src, dataset: { proxy } } });
const script = (origin) => scriptTag(`${origin}/namedwebsockets.js`);

describe('joining a channel', () => {
  test('opens the control line first, then the channel, under one id', () => {
    const { page } = load();

    const socket = new page.LocalWebSocket('chat');

    const { id } = socket;
    assert.ok(Number.isSafeInteger(id) && id > 0);
    assert.deepEqual(urls(), [
      `ws://localhost:9009/control/local/chat/${id}?ready=1`,
      `ws://localhost:9009/local/chat/${id}`,
    ]);
  });

  test('a network socket goes to the network scope', () => {
    const { page } = load();

    new page.NetworkWebSocket('a=b+c*d._-', null, { id: 'tv_1-b' });

    assert.equal(urls()[1], 'ws://localhost:9009/network/a=b+c*d._-/tv_1-b');
  });

  test('works without new, as the original did', () => {
    const { page } = load();

    assert.ok(page.LocalWebSocket('chat') instanceof FakeWebSocket);
  });

  test('the socket is a WebSocket and of its own kind, with the constants', () => {
    const { page } = load();

    const socket = new page.LocalWebSocket('chat');

    assert.ok(socket instanceof FakeWebSocket);
    assert.ok(socket instanceof page.LocalWebSocket);
    assert.ok(!(socket instanceof page.NetworkWebSocket));
    assert.equal(page.LocalWebSocket.CLOSING, 2);
  });

  test('what is shown to a proxy that asks for a token stands in the address', () => {
    const { page } = load();

    new page.LocalWebSocket('chat', null, { id: 1, token: 'a b' });

    assert.deepEqual(urls(), [
      'ws://localhost:9009/control/local/chat/1?ready=1&token=a%20b',
      'ws://localhost:9009/local/chat/1?token=a%20b',
    ]);
  });

  test('subprotocols go to the channel socket alone', () => {
    const { page } = load();

    const socket = new page.LocalWebSocket('chat', ['a', 'b']);

    assert.equal(socket.protocol, 'a');
    assert.deepEqual([...FakeWebSocket.made[0].protocols], []);
  });

  test('options may stand where the subprotocols would', () => {
    const { page } = load();

    const socket = new page.LocalWebSocket('chat', { id: 7, senders: true, protocols: 'a' });

    assert.equal(socket.protocol, 'a');
    assert.equal(urls()[0], 'ws://localhost:9009/control/local/chat/7?ready=1&senders=1');
  });

  test('no control line is left behind when the channel socket cannot be made', () => {
    const { page } = load();

    assert.throws(() => new page.LocalWebSocket('chat', 'bad protocol'), { name: 'SyntaxError' });

    assert.equal(FakeWebSocket.made[0].readyState, 2);
  });
});

describe('names and ids', () => {
  for (const name of ['', ' ', 'a/b', 'é', 'a?b', '.', '..', 'x'.repeat(256), 'a\n']) {
    test(`refuses the name ${JSON.stringify(name.slice(0, 9))}`, () => {
      const { page } = load();
      const wrong = (error) => error instanceof DOMException && error.name === 'SyntaxError';

      assert.throws(() => new page.LocalWebSocket(name), wrong);
      assert.equal(FakeWebSocket.made.length, 0);
    });
  }

  for (const id of ['', 'a b', 'a/b', 1.5, 'x'.repeat(65)]) {
    test(`refuses the id ${JSON.stringify(id).slice(0, 9)}`, () => {
      const { page } = load();

      assert.throws(() => new page.LocalWebSocket('c', [], { id }), { name: 'SyntaxError' });
    });
  }

  test('an id beyond 2^53 keeps its digits, as text', () => {
    const { page } = load();

    const socket = new page.LocalWebSocket('c', [], { id: 9223372036854775807n });

    assert.equal(socket.id, '9223372036854775807');
    assert.match(urls()[1], /\/9223372036854775807$/);
  });

  test('ids are random without crypto as well', () => {
    const { page } = load({ crypto: undefined });

    const ids = [1, 2, 3].map(() => new page.LocalWebSocket('c').id);

    assert.equal(new Set(ids).size, 3);
    assert.ok(ids.every((id) => Number.isSafeInteger(id) && id > 0));
  });
});

describe('the address of the proxy', () => {
  const rows = [
    ['ws://localhost:9009', 'from disk', script('file:///home/a')],
    ['ws://localhost:9009', 'no script tag', { currentScript: null }],
    ['ws://localhost:9009', 'from a CDN', script('https://cdn.example')],
    ['ws://localhost:9009', 'from a development server', script('http://localhost:3000/lib')],
    ['ws://127.0.0.1:9100', 'from a proxy', script('http://127.0.0.1:9100')],
    ['ws://[::1]:9100', 'from a proxy over IPv6', script('http://[::1]:9100')],
    ['wss://a.localhost', 'from a proxy behind TLS', script('https://a.localhost')],
    ['ws://localhost:91', 'for an example', script('http://localhost:91/web/namedwebsockets')],
    ['ws://tv.local:9', 'from data-proxy', scriptTag('http://[::1]/x.js', 'ws://tv.local:9/')],
  ];
  for (const [address, where, document] of rows) {
    test(`is ${address}: ${where}`, () => {
      const { page } = load({ document });

      new page.LocalWebSocket('c', [], { id: 1 });

      assert.equal(urls()[1], `${address}/local/c/1`);
    });
  }

  test('options go over NamedWebSocket.proxy, that over the script tag', () => {
    const { page } = load({ document: scriptTag('file:///a.js', 'ws://tag') });
    page.NamedWebSocket.proxy = 'http://page/';

    new page.LocalWebSocket('c', [], { id: 1 });
    new page.LocalWebSocket('c', [], { id: 1, proxy: 'wss://option/path/' });

    assert.equal(urls()[1], 'ws://page/local/c/1');
    assert.equal(urls()[3], 'wss://option/path/local/c/1');
  });

  test('what is not an address is refused', () => {
    const { page } = load();

    for (const proxy of ['localhost:9009', 'ftp://a', 'ws://a?b', '']) {
      assert.throws(() => new page.LocalWebSocket('c', [], { proxy }), { name: 'SyntaxError' });
    }
  });
});

describe('globals', () => {
  test('are defined only if absent', () => {
    const native = class {};

    const { page } = load({ LocalWebSocket: native });

    assert.equal(page.LocalWebSocket, native);
    assert.notEqual(page.NamedWebSocket.LocalWebSocket, native);
    assert.equal(page.NetworkWebSocket, page.NamedWebSocket.NetworkWebSocket);
  });

  test('a platform without WebSocket hears what to do', () => {
    const { page } = load({ WebSocket: undefined });

    assert.throws(() => new page.LocalWebSocket('c'), /Set NamedWebSocket.WebSocket/);
  });

  test('isRunning asks the health page of the proxy', async () => {
    const asked = [];
    const fetch = async (url) => {
      asked.push(url);
      if (url.includes('9999')) throw new TypeError('refused');
      return { ok: true };
    };
    const { page } = load({ fetch });

    assert.equal(await page.NamedWebSocket.isRunning(), true);
    assert.equal(await page.NamedWebSocket.isRunning('ws://localhost:9999'), false);
    assert.deepEqual(asked, ['http://localhost:9009/healthz', 'http://localhost:9999/healthz']);
  });

  test('handler attributes and listeners are called in the order they were set', () => {
    const { page } = load();
    const socket = new page.LocalWebSocket('c', [], { id: 1 });
    const calls = [];

    socket.onconnect = () => calls.push('replaced');
    const heard = record(socket, 'connect');
    socket.onconnect = () => calls.push(`handler before ${heard.length}`);
    FakeWebSocket.made[0].hears('{"Action":"connect","Source":1,"Target":2,"Payload":""}');

    assert.deepEqual(calls, ['handler before 0']);
    assert.equal(heard.length, 1);
    socket.onconnect = null;
    assert.equal(socket.onconnect, null);
  });
});
