/** The panel of one channel: state, peers, log, and if it is joined and not tapped a composer. */
import { announce } from './announce.js';
import { JoinedChannel } from './channel.js';
import { Composer } from './composer.js';
import { hue, plural } from './format.js';
import { Log } from './log.js';
import { Tap } from './tap.js';

const CHIPS_MAX = 60;
const STATES = { waiting: 'Connecting…', open: 'Joined', closed: 'Not connected' };
const TAP_STATES = { ...STATES, open: 'Listening' };
const DEAF = 'What is for one peer alone is not heard here.';
let count = 0;

export class Panel {
  #parts = {};
  #channel;
  #log;
  #composer;
  #onNews;
  #isTap;

  /** @param on `leave()` when the person leaves; `news()` for each message received */
  constructor({ scope, name, id, isTap = false }, bytesMax, on) {
    const template = document.getElementById('panel').content;
    this.element = template.firstElementChild.cloneNode(true);
    for (const part of this.element.querySelectorAll('[data-part]')) {
      this.#parts[part.dataset.part] = part;
    }
    [this.#onNews, this.#isTap] = [on.news, isTap];
    const Channel = isTap ? Tap : JoinedChannel;
    this.#channel = new Channel({ scope, name, id }, bytesMax, this);
    if (isTap) this.#becomeTap();
    else this.#compose(bytesMax);
    this.#log = new Log(this.#parts.log, (held) => this.#showHeld(held));
    this.#fill(scope, name);
    this.#listen(on.leave);
    this.peers([]);
  }

  /** What the channel tells. */
  line(entry) {
    this.#log.add(entry);
    if (entry.direction === 'out') return;
    const isMessage = entry.kind === 'message';
    // Who listens to many wants not each of them read out.
    if (!isMessage) announce(entry.text);
    else if (!this.#isTap) announce(`${entry.who} says: ${entry.text}`);
    if (isMessage) this.#onNews();
  }

  state(word, sentence) {
    const { state, trouble, rejoin } = this.#parts;
    state.dataset.state = sentence && word === 'open' ? 'waiting' : word;
    this.#parts['state-text'].textContent = (this.#isTap ? TAP_STATES : STATES)[word];
    this.#parts.id.textContent = this.#channel.id;
    this.#parts['trouble-text'].textContent = sentence;
    trouble.hidden = !sentence;
    rejoin.hidden = word === 'waiting';
  }

  peers(list) {
    const ids = list.map(({ id }) => String(id));
    const chips = ids.slice(0, CHIPS_MAX).map((id) => this.#chip(id));
    const rest = ids.length - chips.length;
    if (rest > 0) chips.push(item(`and ${rest} more, in the list “To”`));
    this.#parts.peers.replaceChildren(...chips);
    this.#parts['peer-count'].textContent = ids.length;
    this.#parts.alone.hidden = ids.length > 0;
    this.#composer?.showPeers(ids);
  }

  /** What a tap counts: everything, and what came too fast to be shown. */
  heard(messages, dropped) {
    const rest = dropped > 0 ? `; ${dropped.toLocaleString('en')} came too fast to be shown` : '';
    this.#parts.tapped.textContent = `${plural(messages, 'message')} heard${rest}. ${DEAF}`;
  }

  #compose(bytesMax) {
    const send = (to, data) => this.#channel.send(to, data);
    this.#composer = new Composer(this.#parts, ++count, bytesMax, send);
  }

  #becomeTap() {
    const { composer, tapped, leave, role, kinds } = this.#parts;
    composer.remove();
    kinds.querySelector('[value=out]').remove();
    tapped.hidden = false;
    tapped.textContent = DEAF;
    leave.textContent = 'Stop listening';
    role.textContent = 'others see this page as the peer';
  }

  #fill(scope, name) {
    this.#parts.scope.textContent = scope;
    this.#parts.name.textContent = name;
    this.#parts.id.textContent = this.#channel.id;
  }

  #listen(leave) {
    const { pause, clear, filter, kinds, rejoin } = this.#parts;
    const refilter = () => this.#log.filter(filter.value, kinds.value);
    filter.addEventListener('input', refilter);
    kinds.addEventListener('change', refilter);
    clear.addEventListener('click', () => this.#log.clear());
    pause.addEventListener('click', () => {
      const isPaused = pause.getAttribute('aria-pressed') !== 'true';
      pause.setAttribute('aria-pressed', String(isPaused));
      this.#log.pause(isPaused);
    });
    rejoin.addEventListener('click', () => this.#rejoin());
    this.#parts.leave.addEventListener('click', () => {
      this.#channel.leave();
      leave();
    });
  }

  #rejoin() {
    this.#channel.leave();
    this.#channel.open();
    this.element.focus();
  }

  #chip(id) {
    const button = document.createElement('button');
    const title = this.#isTap ? `Show only lines with ${id}` : `Write to ${id} alone`;
    Object.assign(button, { type: 'button', className: 'chip', title });
    button.style.setProperty('--hue', hue(id));
    button.append(id);
    button.addEventListener('click', () => this.#chose(id));
    return item(button);
  }

  #chose(id) {
    const { filter, kinds } = this.#parts;
    if (!this.#isTap) return this.#composer.address(id);
    filter.value = filter.value === id ? '' : id;
    this.#log.filter(filter.value, kinds.value);
  }

  #showHeld(held) {
    const { pause } = this.#parts;
    const isPaused = pause.getAttribute('aria-pressed') === 'true';
    pause.textContent = isPaused && held > 0 ? `Paused, ${held} new` : 'Pause';
  }
}

function item(content) {
  const element = document.createElement('li');
  element.append(content);
  return element;
}
