'use strict';
/**
 * One file on a channel of its own, whose random name only the two ends know. Each binary message
 * is the offset (8 bytes) and bytes of the file. The receiver says {have} for what it has on disk,
 * and the sender runs ahead of that by WINDOW at most: so neither end nor any proxy between holds
 * more, however slow the disk is. Whoever loses the connection comes back, and the receiver says
 * where to go on: {have, again}. In the end both compare the fingerprint of the whole file.
 */
const CHUNK = 256 * 1024;
const WINDOW = 8 * 1024 * 1024;
const ACK_BYTES = 1024 * 1024;
const BLOCK = 1024 * 1024;
const OFFSET_BYTES = 8;
const RETRY_MS = 500;
const DIFFERENT = 'What arrived is not what was sent.';

/** SHA-256 over the SHA-256 of each MiB: browsers cannot feed one SHA-256 piece by piece. */
async function fingerprint(file, isWanted = () => true) {
  const sums = new Uint8Array(32 * Math.ceil(file.size / BLOCK));
  for (let at = 0; at < file.size && isWanted(); at += BLOCK) {
    const bytes = await file.slice(at, at + BLOCK).arrayBuffer();
    sums.set(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), 32 * (at / BLOCK));
  }
  const all = new Uint8Array(await crypto.subtle.digest('SHA-256', sums));
  return Array.from(all, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What both ends have in common; a "change" event tells of every step. */
class Transfer extends EventTarget {
  state = 'waiting';
  why = '';
  bytes = 0;
  startedAt = 0;
  #channel;
  #socket;

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
    socket.onconnect = () => this.met();
    socket.ondisconnect = () => (this.isOver ? socket.close() : this.become('waiting'));
    socket.onmessage = ({ data }) => (data.byteLength ? this.hearBytes(data) : this.#hear(data));
    socket.onclose = () => {
      if (this.isOver) return;
      this.become('waiting');
      setTimeout(() => this.#open(), RETRY_MS);
    };
    this.#socket = socket;
  }

  #hear(text) {
    const message = parse(text);
    if (message.cancel) this.end('failed', 'The other side stopped it.', true);
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

  /** Who hears the last word leaves; who says it stays until then, to say it again if need be. */
  end(state, why, isLastWordHeard = false) {
    if (!this.isOver) {
      this.endedAt = performance.now();
      this.become(state, why);
      this.left?.();
    }
    if (isLastWordHeard || this.#socket.peers.length === 0) this.#socket.close();
  }

  cancel(why = 'Stopped.') {
    if (this.isOver) return;
    this.tell({ cancel: true });
    this.end('failed', why);
  }
}

class Sending extends Transfer {
  #file;
  #next = 0;
  #isReading = false;
  #sum;

  constructor(channel, file) {
    super(channel, file.size);
    this.#file = file;
    this.#sum = fingerprint(file, () => !this.isOver);
    this.#sum.catch((error) => this.cancel(`The file cannot be read: ${error.message}`));
  }

  met() {}

  hearBytes() {}

  hear({ have, again, isSame }) {
    if (typeof isSame === 'boolean') return this.#finish(isSame);
    if (this.isOver || !(have >= 0 && have <= this.size)) return;
    this.bytes = have;
    if (again) this.#next = have;
    this.become(have === this.size ? 'checking' : 'moving');
    if (have === this.size) this.#sum.then((sum) => this.tell({ sum }), () => null);
    else this.#pump();
  }

  #finish(isSame) {
    this.end(isSame ? 'done' : 'failed', isSame ? '' : DIFFERENT, true);
  }

  /** One reader at a time; it begins anew where the receiver says. */
  async #pump() {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.state === 'moving' && this.#next < Math.min(this.size, this.bytes + WINDOW)) {
        const at = this.#next;
        const bytes = await this.#file.slice(at, at + CHUNK).arrayBuffer();
        if (at !== this.#next) continue;
        this.tell(packet(at, bytes));
        this.#next += bytes.byteLength;
      }
    } catch (error) {
      this.cancel(`The file cannot be read: ${error.message}`);
    } finally {
      this.#isReading = false;
    }
  }
}

function packet(offset, bytes) {
  const message = new Uint8Array(OFFSET_BYTES + bytes.byteLength);
  new DataView(message.buffer).setFloat64(0, offset);
  message.set(new Uint8Array(bytes), OFFSET_BYTES);
  return message;
}
