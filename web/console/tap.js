/**
 * Listens on a channel without a part in it: says nothing, and answers nothing. To the proxy it is
 * a peer like any other, so the others see it, and it must read as fast as they speak: what is too
 * much to show is counted and dropped before it is looked at.
 */
import { socket as socketTo } from './access.js';
import { showEnd } from './explain.js';
import { excerpt, hex } from './format.js';

export const TAP_KIND = 'tap';
const SHOWN_PER_SECOND = 40;
const TELL_MS = 500;
const MESSAGE = /^\{"type":"(broadcast|message|request)"/;
const LINE_FEED = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Tap {
  id;
  #watcher;
  #socket;
  #peers = new Map();
  #isLeaving = false;
  #shown = 0;
  #second = 0;
  #heard = 0;
  #dropped = 0;
  #timer = 0;

  /** The watcher is that of a JoinedChannel, and hears `heard(messages, dropped)` besides. */
  constructor({ scope, name }, messageBytesMax, watcher) {
    Object.assign(this, { scope, name, messageBytesMax });
    this.#watcher = watcher;
    // A page that the browser puts to sleep would hold up the channel.
    document.addEventListener('freeze', () => this.leave());
    this.open();
  }

  open() {
    this.id = `tap-${Math.floor(Math.random() * 1e9).toString(36)}`;
    const at = `/${this.scope}/${this.name}/${this.id}`;
    const socket = socketTo(`${at}?name=Console&kind=${TAP_KIND}`, 'nws.v1');
    socket.binaryType = 'arraybuffer';
    [this.#socket, this.#isLeaving] = [socket, false];
    this.#peers.clear();
    let wasOpen = false;
    socket.onopen = () => (wasOpen = true);
    socket.onmessage = ({ data }) => this.#hear(data);
    socket.onclose = (event) => this.#closed(event, wasOpen);
    queueMicrotask(() => this.#watcher.state('waiting', ''));
  }

  leave() {
    this.#isLeaving = true;
    clearTimeout(this.#timer);
    this.#socket.close(1000);
  }

  #hear(frame) {
    const isText = typeof frame === 'string';
    if (!isText || MESSAGE.test(frame)) {
      this.#heard++;
      this.#timer ||= setTimeout(() => this.#tell(), TELL_MS);
      if (!this.#mayShow()) return;
    }
    const { type, from, data, ...news } = isText ? JSON.parse(frame) : read(frame);
    if (type === 'broadcast') this.#message(from, data);
    else if (type === 'ready') this.#ready();
    else if (type === 'joined') this.#joined(news);
    else if (type === 'left') this.#left(news);
    else if (type === 'message' || type === 'request') this.#message(from, data, 'you');
  }

  #mayShow() {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) [this.#second, this.#shown] = [second, 0];
    const may = this.#shown < SHOWN_PER_SECOND;
    if (may) this.#shown++;
    else this.#dropped++;
    return may;
  }

  #tell() {
    this.#timer = 0;
    this.#watcher.heard(this.#heard, this.#dropped);
  }

  #message(from, data, to = 'everybody') {
    this.#line({ kind: 'message', direction: 'in', who: String(from), to, ...shown(data) });
  }

  #ready() {
    this.#watcher.state('open', '');
    this.#note(`Listening. Others see this page as ${this.id}, of kind “${TAP_KIND}”.`);
  }

  #joined(peer) {
    this.#peers.set(`${peer.proxy ?? ''}/${peer.id}`, peer);
    this.#watcher.peers([...this.#peers.values()]);
  }

  #left({ id, proxy }) {
    this.#peers.delete(`${proxy ?? ''}/${id}`);
    this.#watcher.peers([...this.#peers.values()]);
    this.#note(`${id} left.`);
  }

  async #closed(event, wasOpen) {
    this.#peers.clear();
    this.#watcher.peers([]);
    if (this.#isLeaving) return;
    this.#note(await showEnd(this, { event, wasOpen }, this.#watcher), 'bad');
  }

  #note(text, tone = '') {
    this.#line({ kind: 'note', direction: '', who: '', text, tone });
  }

  #line(entry) {
    this.#watcher.line({ at: new Date(), ...entry });
  }
}

/** A binary frame: its first line is JSON, the rest is the payload. */
export function read(frame) {
  const bytes = new Uint8Array(frame);
  const end = bytes.indexOf(LINE_FEED);
  return { ...JSON.parse(decoder.decode(bytes.subarray(0, end))), data: bytes.subarray(end + 1) };
}

/** A payload as a line shows it; what is for one peer alone may be any JSON value. */
export function shown(data) {
  if (data instanceof Uint8Array) return { form: 'binary', bytes: data.length, text: hex(data) };
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return { form: formOf(text), bytes: encoder.encode(text).length, text: excerpt(text) };
}

/** Whether a text is JSON, as far as one wants to know: an object or a list. */
export function formOf(text) {
  if (!/^\s*[[{]/.test(text) || text.length > 10_000) return 'text';
  try {
    JSON.parse(text);
    return 'json';
  } catch {
    return 'text'; // it only begins like it
  }
}
