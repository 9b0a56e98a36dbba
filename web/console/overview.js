/** What goes on at the proxy, asked every two seconds while somebody can see it. */
import { whyNone } from './access.js';
import { button, drawSpark, make, newSpark, who, wordsOf } from './draw.js';
import { fetchStatus } from './explain.js';
import { duration, plural } from './format.js';
import { keyOf, Rates, sentenceOf, shortOf } from './rates.js';

const EVERY_MS = 2000;
const drawn = new WeakMap();
const at = (id) => document.getElementById(id);

export class Overview {
  #on;
  #timer = 0;
  #isPaused = false;
  #rates = new Rates();
  #total = newSpark();
  messageBytesMax = 16 * 1024 * 1024;

  /**
   * @param on `join` and `listen` take a scope and a name, `isJoined` and `isTapped` too and tell
   * whether this page is there already; `status` takes the status and the rates as often
   */
  constructor(on) {
    this.#on = on;
    at('traffic').after(this.#total);
    document.addEventListener('visibilitychange', () => this.refresh());
    at('live').addEventListener('click', () => this.#pause(!this.#isPaused));
    this.refresh();
  }

  /** Asks while somebody can see it and has not said to stop; else says that it does not. */
  async refresh() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#isWatched()) return;
    const status = await fetchStatus().catch((error) => ({ error }));
    if (!this.#isWatched()) return;
    this.#showProxy(status);
    if (status.proxy) {
      this.#show(status);
      await this.#on.sites();
    }
    clearTimeout(this.#timer);
    if (this.#isWatched()) this.#timer = setTimeout(() => this.refresh(), EVERY_MS);
  }

  #isWatched() {
    if (!document.hidden && !this.#isPaused) return true;
    at('proxy-state').dataset.state = 'waiting';
    at('proxy-text').textContent = this.#isPaused
      ? 'Paused: what is shown here may be old'
      : 'Paused while nobody sees this page';
    return false;
  }

  #pause(isPaused) {
    this.#isPaused = isPaused;
    at('live').setAttribute('aria-pressed', String(isPaused));
    this.refresh();
  }

  #showProxy({ proxy, error }) {
    at('proxy-state').dataset.state = proxy ? 'open' : 'closed';
    at('proxy-text').textContent = proxy
      ? `Proxy ${proxy.version} on port ${proxy.port}, up ${duration(proxy.uptimeSeconds)}`
      : whyNone(error);
  }

  /** Draws only what changed, so that focus and open details stay where they are. */
  #show(status) {
    const { channels, links, limits, counters } = status;
    this.messageBytesMax = limits?.messageBytesMax ?? this.messageBytesMax;
    const rates = this.#rates.look(status, performance.now());
    this.#showTraffic(rates.get(''), counters ?? {});
    const marked = channels
      .map(({ traffic, ...channel }) => ({
        ...channel,
        isJoined: this.#on.isJoined(channel.scope, channel.name),
        isTapped: this.#on.isTapped(channel.scope, channel.name),
      }))
      .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    redraw('channels', marked, keyOf, (it) => this.#channel(it));
    for (const element of at('channels').children) {
      const { now } = rates.get(element.dataset.key) ?? {};
      element.querySelector('.rate').textContent = now ? shortOf(now) : '';
    }
    redraw('links', links, ({ id, address }) => id + address, wordsOf);
    this.#on.status(status, rates);
  }

  #showTraffic({ now, history }, counters) {
    at('traffic').textContent = now ? sentenceOf(now) : 'Counting…';
    drawSpark(this.#total, history);
    at('counters').textContent = sumsOf(counters);
  }

  #channel({ scope, name, peers, isJoined, isTapped }) {
    const { join, listen } = this.#on;
    const choice = (word, act) => {
      const element = button(word, `${word} ${scope} channel ${name}`, () => act(scope, name));
      element.dataset.act = act.name;
      return element;
    };
    const summary = make('summary', {}, make('span', { className: 'scope' }, scope),
      make('span', { className: 'name' }, name),
      make('span', { className: 'quiet' }, plural(peers.length, 'peer')));
    const list = make('ul', { className: 'plain members' }, ...peers.map(member));
    return [make('details', {}, summary, list), make('p', { className: 'rate quiet' }),
      make('div', { className: 'choices' },
        choice(isTapped ? 'Listening' : 'Listen', listen),
        choice(isJoined ? 'Show' : 'Join', join))];
  }
}

function member(peer) {
  const { form, control } = peer;
  const notes = [form === 'raw' ? '' : form, control ? '' : 'no control socket'];
  const words = notes.filter(Boolean).join(', ');
  const extra = words ? [make('p', { className: 'quiet' }, words)] : [];
  return make('li', {}, ...who(peer), ...extra);
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
  const { activeElement: active } = document;
  const focused = element.contains(active)
    && (active.dataset.act ? `[data-act=${active.dataset.act}]` : active.tagName);
  element.replaceChildren(...content);
  const details = element.querySelector('details');
  if (details) details.open = wasOpen;
  if (focused) element.querySelector(focused)?.focus();
}

function sumsOf(counters) {
  const names = { 'messages.received': 'received', 'messages.delivered': 'delivered' };
  const known = Object.keys(names).filter((name) => name in counters);
  const parts = known.map((name) => `${counters[name].toLocaleString('en')} ${names[name]}`);
  return parts.length > 0 ? `Since start: ${parts.join(', ')}.` : '';
}
