import assert from 'node:assert/strict';
import test from 'node:test';
import { layout, MOST, sceneOf } from '../layout.js';

const peer = (id, proxy = '') => ({ id, name: '', kind: '', origin: '', proxy });
const FAR = { id: 'far-proxy', address: '10.0.0.2:9010', found: 'mdns', state: 'up', channels: 1 };
const STATUS = {
  channels: [
    { scope: 'local', name: 'clip', peers: [peer('eve')] },
    { scope: 'network', name: 'chat', peers: [peer('ann'), peer('bob'), peer('cat', 'far-proxy')] },
  ],
  links: [FAR, { id: '', address: '10.0.0.3:9010', found: 'peer', state: 'waiting', channels: 0 }],
};

function crowd(count) {
  return Array.from({ length: count }, (_, index) => peer(`p${index}`));
}

test('a peer stands with its channel here, and beyond with its proxy', () => {
  const { channels, proxies } = sceneOf(STATUS);
  assert.deepEqual(channels.map(({ key }) => key), ['network/chat', 'local/clip']);
  assert.deepEqual(channels[0].peers.map(({ id }) => id), ['ann', 'bob']);
  assert.deepEqual(proxies.map(({ peers }) => peers.map(({ id, on }) => `${id} ${on}`)),
    [['cat network/chat'], []]);
});

test('the same scene is drawn whatever order the proxy tells it in', () => {
  const other = { ...STATUS, channels: STATUS.channels.toReversed() };
  assert.deepEqual(sceneOf(other), sceneOf(STATUS));
});

test('peers of a proxy that is no link any more are shown all the same', () => {
  const { proxies } = sceneOf({ ...STATUS, links: [] });
  assert.deepEqual(proxies.map(({ id, peers }) => [id, peers.length]), [['far-proxy', 1]]);
});

test('what is too much for a picture is counted', () => {
  const channels = Array.from({ length: 30 }, (_, index) => (
    { scope: 'local', name: `c${index}`, peers: crowd(20) }));
  const scene = sceneOf({ channels, links: [] });
  assert.equal(scene.channels.length, MOST.channels);
  assert.equal(scene.channelsMore, 30 - MOST.channels);
  assert.equal(scene.channels[0].peers.length, MOST.peers);
  assert.equal(scene.channels[0].more, 20 - MOST.peers);
});

for (const width of [300, 420, 700, 1100]) {
  test(`at ${width} wide every box has its place, inside, and none covers another`, () => {
    const scene = sceneOf({ ...STATUS, channels: [...STATUS.channels,
      { scope: 'local', name: 'crowd', peers: crowd(12) }] });
    const { boxes, height } = layout(scene, width);
    const keys = [...scene.channels, ...scene.proxies].flatMap(({ key, peers, more }) => (
      [key, ...peers.map((one) => one.key), ...(more > 0 ? [`${key}/…`] : [])]));
    assert.deepEqual([...boxes.keys()].toSorted(), keys.toSorted());
    const all = [...boxes.values()];
    for (const [index, box] of all.entries()) {
      assert.ok(box.w > 60 && box.x >= 0 && box.x + box.w <= width, JSON.stringify(box));
      assert.ok(box.y >= 0 && box.y + box.h <= height, JSON.stringify(box));
      for (const other of all.slice(index + 1)) {
        const isApart = box.x + box.w <= other.x || other.x + other.w <= box.x
          || box.y + box.h <= other.y || other.y + other.h <= box.y;
        assert.ok(isApart, `${JSON.stringify(box)} ${JSON.stringify(other)}`);
      }
    }
  });
}

test('each peer has a line to its channel, and each link one where there is room', () => {
  const wide = layout(sceneOf(STATUS), 1000);
  assert.deepEqual(wide.lines.map(({ kind, key }) => `${kind} ${key}`), [
    'here network/chat', 'here network/chat', 'here local/clip',
    'link up ', 'far network/chat', 'link waiting ']);
  assert.equal(wide.isNarrow, false);
  const narrow = layout(sceneOf(STATUS), 320);
  assert.equal(narrow.isNarrow, true);
  assert.equal(narrow.lines.length, 4);
});

test('nothing at all has a picture too', () => {
  for (const width of [300, 1000]) {
    const { boxes, lines, height } = layout(sceneOf({ channels: [], links: [] }), width);
    assert.equal(boxes.size + lines.length, 0);
    assert.ok(height > 0);
  }
});
