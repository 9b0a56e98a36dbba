/** Who is where, as boxes and lines: peers here, their channels, and the proxies beyond. Pure. */
import { keyOf } from './rates.js';

/** More than these make a picture that nobody reads; the lists beside it name all. */
export const MOST = { channels: 16, peers: 6, proxies: 10, far: 8 };
const NARROW = 600;
const PEER = { h: 44, gap: 6 };
const CHANNEL_H = 84;
const PROXY_H = 84;
const BETWEEN = 16;
const HEAD_H = 40;
const PAD = 12;
const INDENT = 22;

/** What is shown of a status. */
export function sceneOf({ channels, links }) {
  const known = new Set(links.map(({ id }) => id));
  const shown = channels.toSorted(inOrder).slice(0, MOST.channels);
  const scene = {
    channels: shown.map((channel) => groupOf(channel)),
    proxies: links.slice(0, MOST.proxies).map((link) => proxyOf(link, shown)),
    channelsMore: channels.length - shown.length,
    proxiesMore: Math.max(0, links.length - MOST.proxies),
  };
  // A link may end between the two halves of a status; its peers are not lost from the picture.
  const lost = shown.flatMap(({ peers }) => peers.map(({ proxy }) => proxy))
    .filter((id) => id && !known.has(id));
  for (const id of new Set(lost)) {
    scene.proxies.push(proxyOf({ id, address: '', state: '', found: '', channels: 0 }, shown));
  }
  return scene;
}

/** Those that reach other machines first, so that lines are short; then those with many peers. */
function inOrder(a, b) {
  const far = ({ peers }) => (peers.some(({ proxy }) => proxy) ? 1 : 0);
  return far(b) - far(a) || b.peers.length - a.peers.length || (keyOf(a) < keyOf(b) ? -1 : 1);
}

function groupOf(channel) {
  const here = channel.peers.filter(({ proxy }) => !proxy);
  const key = keyOf(channel);
  const peers = here.slice(0, MOST.peers).map((peer) => ({ ...peer, key: `${key}/${peer.id}` }));
  const { scope, name } = channel;
  return { key, scope, name, count: channel.peers.length, peers, more: here.length - peers.length };
}

function proxyOf(link, channels) {
  const all = channels.flatMap((channel) => channel.peers
    .filter(({ proxy }) => proxy && proxy === link.id)
    .map((peer) => {
      const [on, key] = [keyOf(channel), `${link.id}/${keyOf(channel)}/${peer.id}`];
      return { ...peer, on, channel: channel.name, key };
    }));
  const peers = all.slice(0, MOST.far);
  const key = `proxy/${link.id || link.address}`;
  return { ...link, key, peers, more: all.length - peers.length };
}

/** Boxes by key, lines between them, and how high all is; in one column if there is no room. */
export function layout(scene, width) {
  return width < NARROW ? column(scene, width) : columns(scene, width);
}

function columns(scene, width) {
  const boxes = new Map();
  const frameW = Math.round(width * 0.66);
  const peerW = Math.round((frameW - 2 * PAD) * 0.44);
  const channelX = PAD + peerW + Math.round((frameW - 2 * PAD) * 0.12);
  let y = HEAD_H;
  for (const group of scene.channels) {
    const keys = keysOf(group);
    const h = Math.max(CHANNEL_H, keys.length * (PEER.h + PEER.gap) - PEER.gap);
    stack(boxes, keys, PAD, y + (h - stackH(keys)) / 2, peerW);
    const w = frameW - PAD - channelX;
    boxes.set(group.key, { x: channelX, y: y + (h - CHANNEL_H) / 2, w, h: CHANNEL_H });
    y += h + BETWEEN;
  }
  const frameH = Math.max(y - BETWEEN + PAD, 160);
  const farX = frameW + Math.round(width * 0.06);
  let farY = 0;
  for (const proxy of scene.proxies) {
    boxes.set(proxy.key, { x: farX, y: farY, w: width - farX, h: PROXY_H });
    farY = stack(boxes, keysOf(proxy), farX + INDENT, farY + PROXY_H + PEER.gap,
      width - farX - INDENT) + BETWEEN;
  }
  const frame = { x: 0, y: 0, w: frameW, h: frameH };
  const lines = linesAcross(scene, boxes, frame);
  return { boxes, frame, lines, height: Math.max(frameH, farY), isNarrow: false, farX };
}

function linesAcross(scene, boxes, frame) {
  const lines = [];
  for (const { key, peers } of scene.channels) {
    for (const peer of peers) lines.push(curve(boxes.get(peer.key), boxes.get(key), key));
  }
  for (const proxy of scene.proxies) {
    const box = boxes.get(proxy.key);
    const [x, y] = [frame.w, Math.min(box.y + box.h / 2, frame.h - PAD)];
    lines.push(curve({ x, y, w: 0, h: 0 }, box, '', `link ${proxy.state}`));
    for (const peer of proxy.peers) {
      lines.push(curve(boxes.get(peer.on), boxes.get(peer.key), peer.on, 'far'));
    }
  }
  return lines;
}

function column(scene, width) {
  const boxes = new Map();
  const lines = [];
  let y = HEAD_H;
  const block = (entry, x, h) => {
    const w = width - 2 * x;
    boxes.set(entry.key, { x, y, w, h });
    y = stack(boxes, keysOf(entry), x + INDENT, y + h + PEER.gap, w - INDENT) + BETWEEN;
    for (const peer of entry.peers) {
      lines.push(elbow(boxes.get(entry.key), boxes.get(peer.key), peer.on ?? entry.key));
    }
  };
  for (const group of scene.channels) block(group, PAD, CHANNEL_H);
  const frame = { x: 0, y: 0, w: width, h: Math.max(y - BETWEEN + PAD, 120) };
  y = frame.h + BETWEEN;
  for (const proxy of scene.proxies) block(proxy, 0, PROXY_H);
  return { boxes, frame, lines, height: y - BETWEEN, isNarrow: true, farX: 0 };
}

function keysOf({ key, peers, more }) {
  const keys = peers.map((peer) => peer.key);
  return more > 0 ? [...keys, `${key}/…`] : keys;
}

function stackH(keys) {
  return keys.length * (PEER.h + PEER.gap) - PEER.gap;
}

/** Puts boxes one below the other; tells where the last one ends. */
function stack(boxes, keys, x, from, w) {
  let y = from;
  for (const key of keys) {
    boxes.set(key, { x, y, w, h: PEER.h });
    y += PEER.h + PEER.gap;
  }
  return y - PEER.gap;
}

function curve(from, to, key, kind = 'here') {
  const [x1, y1, x2, y2] = [from.x + from.w, from.y + from.h / 2, to.x, to.y + to.h / 2];
  const bend = Math.round(Math.max(10, (x2 - x1) / 2));
  return { key, kind, path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` };
}

function elbow(from, to, key) {
  const x = from.x + INDENT / 2;
  return { key, kind: 'here', path: `M${x} ${from.y + from.h}V${to.y + to.h / 2}H${to.x}` };
}
