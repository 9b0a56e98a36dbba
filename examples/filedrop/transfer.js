'use strict';
/**
 * One file on a channel of its own, whose random name only the two ends know. Each binary message
 * is an offset (8 bytes) and a block of the file. The receiver says {have} for what it has on disk,
 * and the sender runs ahead of that by WINDOW at most: so neither end nor any proxy between holds
 * more, however slow the disk is. Whoever loses the connection comes back, and the receiver says
 * where to go on: {have, again}. In the end both compare the fingerprint of the whole file.
 */
const BLOCK = 1024 * 1024;
const WINDOW = 8 * BLOCK;
const OFFSET_BYTES = 8;
const RETRY_MS = 500;
/** So long the last word can be said again to an end that lost its connection. */
const LINGER_MS = 60_000;
const DIFFERENT = 'What arrived is not what was sent.';

/** SHA-256 over the SHA-256 of each block: browsers cannot feed one SHA-256 piece by piece. */
class Fingerprint {
  #sums;

  constructor(size) {
    this.#sums = new Uint8Array(32 * Math.ceil(size / BLOCK));
  }

  async add(offset, bytes) {
    const sum = await crypto.subtle.digest('SHA-256', bytes);
    this.#sums.set(new Uint8Array(sum), 32 * (offset / BLOCK));
  }

  async text() {
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', this.#sums));
    return Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  static async of(file) {
    const print = new Fingerprint(file.size);
    for (let at = 0; at < file.size; at += BLOCK) {
      await print.add(at, await file.slice(at, at + BLOCK).arrayBuffer());
    }
    return print.text();
  }
}

/** What both ends have in common; a "change" event tells of every step. */
class Transfer extends EventTarget {
  state = 'waiting';
  why = '';
  bytes = 0;
  startedAt = 0;
  #channel;
  #socket;
  #hasLeft = false;

  constructor(channel, size) {
    super();
    [this.#channel, this.size] = [channel, size];
    this.#open();
  }

  get isOver() {
    return ['done', 'failed'].includes(this.state);
  }

  get bytesPerSecond() {
    const ms = (this.endedAt ?? performance.now()) - this.startedAt;
    return this.bytes / Math.max(0.001, ms / 1000);
  }

  #open() {
    const socket = new NetworkWebSocket(this.#channel);
    socket.binaryType = 'arraybuffer';
    socket.onconnect = () => (this.isOver ? this.#sayLast() : this.met());
    socket.ondisconnect = () => this.become('waiting');
    socket.onmessage = ({ data }) => (data.byteLength ? this.hearBytes(data) : this.#hear(data));
    socket.onclose = () => {
      if (this.#hasLeft) return;
      this.become('waiting');
      setTimeout(() => this.#open(), RETRY_MS);
    };
    this.#socket = socket;
  }

  #hear(text) {
    const message = parse(text);
    if (message.bye) this.#leave();
    else if (message.cancel) this.end('failed', 'The other side stopped it.', true);
    else this.hear(message);
  }

  tell(message) {
    this.#socket.send(message instanceof Uint8Array ? message : JSON.stringify(message));
  }

  become(state, why = '') {
    if (this.isOver) return;
    if (state === 'moving') this.startedAt ||= performance.now();
    [this.state, this.why] = [state, why];
    this.dispatchEvent(new Event('change'));
  }

  /** Who hears the last word says so and leaves; who says it waits for that. */
  end(state, why = '', isLastWordHeard = false) {
    if (!this.isOver) {
      this.endedAt = performance.now();
      this.become(state, why);
      this.left?.();
    }
    if (!isLastWordHeard) return void setTimeout(() => this.#leave(), LINGER_MS);
    this.tell({ bye: true });
    this.#leave();
  }

  cancel(why = 'Stopped.') {
    if (this.isOver) return;
    this.end('failed', why);
    this.#sayLast();
  }

  compared(isSame) {
    this.end(isSame ? 'done' : 'failed', isSame ? '' : DIFFERENT);
    this.#sayLast();
  }

  #sayLast() {
    const isSame = this.state === 'done';
    this.tell(isSame || this.why === DIFFERENT ? { isSame } : { cancel: true });
  }

  #leave() {
    this.#hasLeft = true;
    this.#socket.close();
  }
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

function inUnits(bytes) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toFixed(power ? 1 : 0)} ${UNITS[power]}`;
}
