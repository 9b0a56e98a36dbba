import { STATES, limits } from './limits.mjs';

/** What waits in front of a socket until the way is open: in the order of `post`, bounded. */
export class Outgoing {
  #socket;
  #all;
  #send;
  #waiting = [];
  #handedOver = 0;
  bytes = 0;

  /** Nothing leaves before the socket and the others with it are open. */
  constructor(send, socket, ...others) {
    [this.#send, this.#socket, this.#all] = [send, socket, [socket, ...others]];
    for (const one of this.#all) one.addEventListener('open', () => this.#pump());
  }

  /** Takes data, or a promise of data (of null, to skip it) which holds back all that follows. */
  post(data, bytes) {
    if (this.bytes + bytes > limits.queueBytesMax) {
      const sentence = `More than ${limits.queueBytesMax} bytes would wait; send after "open".`;
      throw new DOMException(sentence, 'QuotaExceededError');
    }
    const entry = { data, bytes, end: Infinity };
    this.#waiting.push(entry);
    this.bytes += bytes;
    if (isPromise(data)) this.#await(entry);
    this.#pump();
    return entry;
  }

  /** Whether an entry has left for the network. */
  hasLeft(entry) {
    return entry.end <= this.#handedOver - this.#socket.bufferedAmount;
  }

  async #await(entry) {
    entry.data = await entry.data;
    this.#pump();
  }

  #pump() {
    const isOpen = ({ readyState }) => readyState === STATES.OPEN;
    while (this.#waiting.length > 0 && this.#all.every(isOpen)) {
      const entry = this.#waiting[0];
      if (isPromise(entry.data)) return;
      this.#waiting.shift();
      this.bytes -= entry.bytes;
      const before = this.#socket.bufferedAmount;
      if (entry.data !== null) this.#send(entry.data);
      this.#handedOver += this.#socket.bufferedAmount - before;
      [entry.end, entry.data] = [this.#handedOver, null];
    }
  }
}

function isPromise(data) {
  return typeof data?.then === 'function';
}
