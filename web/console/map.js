/** Draws who is where: lists of boxes, which a screen reader reads as lists, with lines behind. */
import { drawSpark, make, newSpark, SVG, who, wordsOf } from './draw.js';
import { plural } from './format.js';
import { layout, sceneOf } from './layout.js';
import { sentenceOf } from './rates.js';


const at = (id) => document.getElementById(id);

export class TopologyMap {
  #root = at('map');
  #status = null;
  #rates = new Map();
  #elements = new Map();
  #used = new Set();
  #drawn = new WeakMap();

  constructor() {
    new ResizeObserver(() => this.#status && this.#place()).observe(this.#root);
  }

  show(status, rates) {
    [this.#status, this.#rates] = [status, rates];
    this.#place();
  }

  #place() {
    // Hidden behind another tab there is no room to measure; it is drawn when it is shown.
    const width = this.#root.clientWidth;
    if (width === 0) return;
    const scene = sceneOf(this.#status);
    this.#used.clear();
    // What is drawn in pixels grows with the letters a person chose.
    const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    const plan = layout(scene, width / unit);
    this.#root.classList.toggle('narrow', plan.isNarrow);
    this.#root.style.height = `${plan.height * unit}px`;
    this.#lines(plan, unit);
    this.#frame(plan.frame, unit);
    this.#fill(at('map-channels'), scene.channels, (group) => this.#channel(group));
    this.#fill(at('map-proxies'), scene.proxies, (proxy) => this.#proxy(proxy));
    for (const [key, box] of plan.boxes) this.#put(this.#elements.get(key), box, unit);
    const more = [[scene.channelsMore, 'channels'], [scene.proxiesMore, 'proxies']]
      .filter(([count]) => count > 0)
      .map(([count, noun]) => `${count} ${noun}`);
    at('map-more').textContent = more.length ? `Not in the picture: ${more.join(', ')}.` : '';
    at('map-none').hidden = scene.channels.length > 0;
    for (const key of this.#elements.keys()) if (!this.#used.has(key)) this.#elements.delete(key);
  }

  #frame({ w, h }, unit) {
    const { proxy } = this.#status;
    const frame = at('map-frame');
    Object.assign(frame.style, { width: `${w * unit}px`, height: `${h * unit}px` });
    const id = proxy.id ? `, id ${proxy.id.slice(0, 8)}…` : ', not on the network';
    at('map-title').textContent = `This machine: proxy on port ${proxy.port}${id}`;
  }

  #lines({ lines, height }, unit) {
    const svg = at('map-lines');
    svg.setAttribute('height', height * unit);
    const group = document.createElementNS(SVG, 'g');
    group.setAttribute('transform', `scale(${unit})`);
    group.append(...lines.map(({ key, kind, path }) => {
      const line = document.createElementNS(SVG, 'path');
      line.setAttribute('d', path);
      const { now } = this.#rates.get(key) ?? {};
      const isBusy = key && now && now.messagesIn + now.messagesOut + now.directs > 0;
      line.setAttribute('class', `${kind}${isBusy ? ' busy' : ''}`);
      return line;
    }));
    svg.replaceChildren(group);
  }

  /** Keeps the elements of what stays, so that they move and do not blink. */
  #fill(list, entries, draw) {
    const rows = entries.map((entry) => {
      const row = this.#element(`${entry.key} row`, 'li', 'row');
      const peers = entry.peers.map((peer) => this.#draw(peer.key, 'peer', who(peer)));
      if (entry.more > 0) {
        const sentence = `and ${plural(entry.more, 'more peer')}`;
        const words = [make('span', { className: 'quiet' }, sentence)];
        peers.push(this.#draw(`${entry.key}/…`, 'peer rest', words));
      }
      const inner = this.#element(`${entry.key} list`, 'ul', 'plain');
      inner.setAttribute('aria-label', `Peers of ${entry.name ?? (entry.address || entry.id)}`);
      set(inner, peers);
      set(row, peers.length ? [draw(entry), inner] : [draw(entry)]);
      return row;
    });
    set(list, rows);
  }

  #channel(group) {
    const head = make('p', { className: 'head' }, make('span', { className: 'scope' }, group.scope),
      make('b', {}, group.name));
    const count = make('p', { className: 'quiet' }, plural(group.count, 'peer'));
    const shown = [group.scope, group.name, group.count];
    const box = this.#draw(group.key, 'channel', [head, count], 'div', shown);
    const { now, history } = this.#rates.get(group.key) ?? { history: [] };
    const text = now ? sentenceOf(now) : '';
    if (!box.querySelector('.rate')) box.append(make('p', { className: 'rate' }), newSpark());
    box.querySelector('.rate').textContent = text;
    drawSpark(box.querySelector('svg'), history);
    return box;
  }

  #proxy(proxy) {
    return this.#draw(proxy.key, 'proxy', wordsOf(proxy), 'div', { ...proxy, peers: [] });
  }

  #draw(key, className, content, tag = 'li', value = textOf(content)) {
    const element = this.#element(key, tag, `box ${className}`);
    const now = JSON.stringify(value);
    if (this.#drawn.get(element) !== now) {
      element.replaceChildren(...content);
      this.#drawn.set(element, now);
    }
    return element;
  }

  #element(key, tag, className) {
    const element = this.#elements.get(key) ?? make(tag, { className });
    this.#elements.set(key, element);
    this.#used.add(key);
    return element;
  }

  #put(element, { x, y, w, h }, unit) {
    const [left, top, width, height] = [x, y, w, h].map((number) => `${number * unit}px`);
    Object.assign(element.style, { left, top, width, height });
  }
}

function textOf(content) {
  return content.map(({ textContent }) => textContent);
}

function set(parent, children) {
  const isSame = children.length === parent.childElementCount
    && children.every((child, index) => child === parent.children[index]);
  if (!isSame) parent.replaceChildren(...children);
}
