/** Pieces of a page that more than one part of the console draws. */
import { plural } from './format.js';
import { spark } from './rates.js';

export const SVG = 'http://www.w3.org/2000/svg';
const SPARK = { width: 120, height: 20 };
const FOUND = {
  mdns: 'found by itself',
  peer: 'named in --peer',
  gossip: 'told by another',
  accepted: 'it came to us',
};
const STATES = { up: 'connected', dialling: 'connecting', waiting: 'will try again' };

export function make(tag, properties, ...content) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
}

export function button(text, label, onClick) {
  const element = make('button', { type: 'button', className: 'small' }, text);
  element.setAttribute('aria-label', label);
  element.addEventListener('click', onClick);
  return element;
}

/** The ways a proxy is known by, in words. */
export function ways(found) {
  return found.split(',').map((way) => FOUND[way] ?? way).join(', ');
}

/** A proxy in three lines: where it is, how its link is, and how it is known. */
export function wordsOf({ id, address, found, state, channels }) {
  const dot = make('span', { className: 'dot' });
  dot.setAttribute('aria-hidden', 'true');
  const shown = { up: 'open', dialling: 'waiting' }[state] ?? 'resting';
  const sentence = `${STATES[state] ?? (state || 'gone')}, ${plural(channels, 'channel')}`;
  const head = make('p', { className: 'state' }, dot, sentence);
  head.dataset.state = shown;
  const from = [found && ways(found), id && `id ${id.slice(0, 8)}…`].filter(Boolean).join(', ');
  return [make('p', {}, make('code', { title: id }, address || 'address unknown')), head,
    make('p', { className: 'quiet' }, from)];
}

/** A peer in two lines: its id and name; what it is, where from, and for readers on which proxy. */
export function who({ id, name, kind, origin, proxy, channel }) {
  const place = proxy ? `, on proxy ${proxy.slice(0, 8)}` : ', on this proxy';
  const what = [kind || (origin ? 'page' : 'program'), origin, channel && `on ${channel}`]
    .filter(Boolean).join(' · ');
  const first = make('p', {}, make('code', {}, String(id)));
  // Of its own, so that a name of right-to-left letters does not reorder what follows.
  if (name) first.append(' ', make('bdi', {}, name));
  const title = [id, name, what].filter(Boolean).join(', ') + place;
  return [Object.assign(first, { title }),
    make('p', { className: 'quiet', title }, what, make('span', { className: 'unseen' }, place))];
}

export function newSpark() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${SPARK.width} ${SPARK.height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'spark');
  svg.append(document.createElementNS(SVG, 'path'));
  return svg;
}

export function drawSpark(svg, history) {
  svg.firstChild.setAttribute('d', spark(history, SPARK.width, SPARK.height));
}
