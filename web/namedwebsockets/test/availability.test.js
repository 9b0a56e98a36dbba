'use strict';
const assert = require('node:assert/strict');
const { describe, test } = require('node:test');
const { load } = require('../testing/world.js');

const SAFARI = 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/605.1.15';

/** A page of a site, in a browser that knows the permissions named; remembers what it fetched. */
function page({ at = 'https://example.org/', permissions = {}, runs = true, ...more } = {}) {
  const fetched = [];
  const location = new URL(at);
  const origin = location.protocol === 'file:' ? 'null' : location.origin;
  const query = async ({ name }) => {
    if (!(name in permissions)) throw new TypeError(`unknown: ${name}`);
    const state = [].concat(permissions[name]);
    return { state: fetched.length > 0 ? state.at(-1) : state[0] };
  };
  const fetch = async (url) => {
    fetched.push(url);
    if (!runs) throw new TypeError('Failed to fetch');
    return { ok: true };
  };
  const navigator = { permissions: { query }, userAgent: more.userAgent ?? '' };
  const { page: made } = load({
    location, origin, fetch, navigator, AbortSignal, document: {}, ...more,
  });
  return { ask: (options) => made.NamedWebSocket.availability(options), fetched, made };
}

const loopback = (state) => ({ permissions: { 'loopback-network': state } });
const rows = [
  ['ready', 1, 'may reach it', loopback('granted')],
  ['ready', 1, 'a browser that knows no such permission', {}],
  ['ready', 1, 'by the older name', { permissions: { 'local-network-access': 'granted' } }],
  ['ready', 1, 'from the proxy', { at: 'http://localhost:9009/x', ...loopback('prompt') }],
  ['ready', 1, 'from this machine', { at: 'http://127.0.0.1:3000/', ...loopback('prompt') }],
  ['ready', 1, 'from disk', { at: 'file:///home/ann/page.html', ...loopback('prompt') }],
  ['needs-permission', 0, 'nobody was asked yet', loopback('prompt')],
  ['denied', 0, 'somebody said no', loopback('denied')],
  ['not-installed', 1, 'nobody answers', { ...loopback('granted'), runs: false }],
  ['not-installed', 1, 'nobody answers an old browser', { runs: false }],
  ['blocked-by-browser', 0, 'plain http', { ...loopback('prompt'), isSecureContext: false }],
  ['blocked-by-browser', 1, 'Safari', { runs: false, userAgent: SAFARI }],
  ['blocked-by-browser', 0, 'a barred frame', {
    ...loopback('denied'),
    document: {
      featurePolicy: { features: () => ['loopback-network'], allowsFeature: () => false },
    },
  }],
];

describe('availability', () => {
  for (const [state, asked, where, world] of rows) {
    test(`${state}: ${where}`, async () => {
      const { ask, fetched } = page(world);

      const finding = await ask();

      assert.equal(finding.state, state);
      assert.equal(fetched.length, asked);
      for (const text of [finding.sentence, finding.next]) assert.match(text, /^[A-Z].*\.$/);
    });
  }

  test('asks the person only when told, and says what came of it', async () => {
    const yes = page(loopback(['prompt', 'granted']));
    const no = page({ ...loopback(['prompt', 'denied']), runs: false });
    const away = page({ ...loopback(['prompt', 'prompt']), runs: false });

    assert.equal((await yes.ask({ ask: true })).state, 'ready');
    assert.equal((await no.ask({ ask: true })).state, 'denied');
    assert.equal((await away.ask({ ask: true })).state, 'needs-permission');
    assert.deepEqual(yes.fetched, ['http://localhost:9009/healthz']);
  });

  test('a proxy on the LAN is another permission', async () => {
    const permissions = { 'loopback-network': 'granted', 'local-network': 'denied' };
    const { ask } = page({ permissions });

    assert.equal((await ask({ proxy: 'ws://192.168.1.7:9009' })).state, 'denied');
  });

  test('a page that a proxy of the LAN serves needs no leave for it', async () => {
    const at = 'http://192.168.1.7:9009/join';
    const permissions = { 'local-network': 'denied' };
    const { ask } = page({ at, isSecureContext: false, permissions });

    assert.equal((await ask({ proxy: 'ws://192.168.1.7:9009' })).state, 'ready');
  });

  test('a service worker learns that a page must ask first', async () => {
    const { ask } = page({ ...loopback('prompt'), document: undefined });

    assert.match((await ask()).next, /from a page of the same site/);
  });

  test('never fails, whatever the world is like', async () => {
    const { page: bare } = load();
    const { ask } = page();

    assert.equal((await bare.NamedWebSocket.availability()).state, 'not-installed');
    assert.match((await ask({ proxy: 'nonsense' })).next, /like ws:\/\/localhost:9009/);
  });
});
