/** What goes on at the proxy, asked every two seconds while the page can be seen. */
import { whyNone } from './access.js';
import { fetchStatus } from './explain.js';
import { duration, plural } from './format.js';

const EVERY_MS = 2000;
const FOUND = {
  mdns: 'found by itself', peer: 'named in --peer', gossip: 'told by another', accepted: 'it came to us',
};
const STATES = { up: 'connected', dialling: 'connecting', waiting: 'will try again' };
const drawn = new WeakMap();
const at = (id) => document.getElementById(id);

export class Overview {
  #join;
  #isJoined;
  #also;
  #timer = 0;
  messageBytesMax = 16 * 1024 * 1024;

  /** @param join takes a scope and a name; `isJoined` tells whether this page is there
   * already, `also` is done as often */
  constructor(join, isJoined, also) {
    [this.#join, this.#isJoined, this.#also] = [join, isJoined, also];
    document.addEventListener('visibilitychange', () => this.refresh());
    this.refresh();
  }

  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (document.hidden) return;
    const status = await fetchStatus().catch((error) => ({ error }));
    this.#showProxy(status);
    if (status.proxy) {
      this.#show(status);
      await this.#also();
    }
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => this.refresh(), EVERY_MS);
  }

  #showProxy({ proxy, error }) {
    at('proxy-state').dataset.state = proxy ? 'open' : 'closed';
    at('proxy-text').textContent = proxy
      ? `Proxy ${proxy.version} on port ${proxy.port}, up ${duration(proxy.uptimeSeconds)}`
      : whyNone(error);
  }

  /** Draws only what changed, so that focus and open details stay where they are. */
  #show({ channels, links, limits, counters }) {
    this.messageBytesMax = limits?.messageBytesMax ?? this.messageBytesMax;
    at('counters').textContent = sentenceOf(counters ?? {});
    const isJoined = ({ scope, name }) => this.#isJoined(scope, name);
    const marked = channels.map((channel) => ({ ...channel, isJoined: isJoined(channel) }));
    redraw('channels', marked, ({ scope, name }) => `${scope}/${name}`, (it) => this.#channel(it));
    redraw('links', links, ({ id, address }) => id + address, link);
  }

  #channel({ scope, name, peers, isJoined }) {
    const join = make('button', { type: 'button', className: 'small' }, isJoined ? 'Show' : 'Join');
    join.setAttribute('aria-label', `${join.textContent} ${scope} channel ${name}`);
    join.addEventListener('click', () => this.#join(scope, name));
    const summary = make('summary', {}, make('span', { className: 'scope' }, scope),
      make('span', { className: 'name' }, name),
      make('span', { className: 'quiet' }, plural(peers.length, 'peer')));
    const list = make('ul', { className: 'plain members' }, ...peers.map(member));
    return [make('details', {}, summary, list), join];
  }
}

function member({ id, name, kind, origin, form, proxy, control }) {
  const what = origin || (proxy ? 'a program' : 'a program of this machine');
  const where = proxy ? `${what}, on proxy ${proxy.slice(0, 8)}…` : what;
  const notes = [kind, form === 'raw' ? '' : form, control ? '' : 'no control socket'];
  const words = [where, ...notes.filter(Boolean)].join(', ');
  // Of its own, so that a name of right-to-left letters does not reorder what follows.
  const called = name ? [' ', make('bdi', {}, name), ','] : [];
  return make('li', {}, make('code', {}, String(id)), ...called, ` ${words}`);
}

/** The ways a proxy is known by, in words. */
export function ways(found) {
  return found.split(',').map((way) => FOUND[way] ?? way).join(', ');
}

function link({ id, address, found, state, channels }) {
  const dot = make('span', { className: 'dot' });
  dot.setAttribute('aria-hidden', 'true');
  const shown = { up: 'open', dialling: 'waiting' }[state] ?? 'resting';
  const sentence = `${STATES[state] ?? state}, ${plural(channels, 'channel')}`;
  const head = make('p', { className: 'state' }, dot, sentence);
  head.dataset.state = shown;
  return [make('p', {}, make('code', { title: id }, address)), head,
    make('p', { className: 'quiet' }, `${ways(found)}, id ${id.slice(0, 8)}…`)];
}

/** Keeps the element of each value that stays, and its content if nothing in it changed. */
function redraw(id, values, keyOf, draw) {
  const list = at(id);
  const old = new Map([...list.children].map((element) => [element.dataset.key, element]));
  const elements = values.map((value) => {
    const element = old.get(keyOf(value)) ?? make('li', {});
    element.dataset.key = keyOf(value);
    const now = JSON.stringify(value);
    if (drawn.get(element) !== now) refill(element, draw(value));
    drawn.set(element, now);
    return element;
  });
  const isSame = elements.length === list.childElementCount
    && elements.every((element, index) => element === list.children[index]);
  if (!isSame) list.replaceChildren(...elements);
  at(`${id}-none`).hidden = values.length > 0;
  at(`${id}-count`).textContent = values.length || '';
}

function refill(element, content) {
  const wasOpen = element.querySelector('details')?.open ?? false;
  const focused = element.contains(document.activeElement) && document.activeElement.tagName;
  element.replaceChildren(...content);
  const details = element.querySelector('details');
  if (details) details.open = wasOpen;
  if (focused) element.querySelector(focused)?.focus();
}

function sentenceOf(counters) {
  const names = { 'messages.received': 'received', 'messages.delivered': 'delivered' };
  const known = Object.keys(names).filter((name) => name in counters);
  const parts = known.map((name) => `${counters[name].toLocaleString('en')} ${names[name]}`);
  return parts.length > 0 ? `Messages since start: ${parts.join(', ')}.` : '';
}

function make(tag, properties, ...content) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
}
