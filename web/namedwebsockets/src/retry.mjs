import { limits } from './limits.mjs';

/** Closes after which the proxy would only say the same again; docs/protocol/local.md has all. */
const FINAL_CODES = new Set([1000, 1002, 1003, 1007, 1009, 1010]);

/** Whether the same client may sensibly come back after such a close. */
export function mayComeBack({ code, reason = '' }) {
  if (code === 1008) return String(reason).startsWith('slow');
  return !FINAL_CODES.has(code);
}

/** When to try again: later each time, and not at the same moment as everybody else. */
export class Retry {
  #failures = 0;
  #random;

  constructor(random = Math.random) {
    this.#random = random;
  }

  /** How many attempts were asked for since it last went well. */
  get attempt() {
    return this.#failures;
  }

  /** How long to wait before the next attempt: between half of the step and the whole of it. */
  nextMs() {
    const stepMs = Math.min(limits.retryMaxMs, limits.retryFirstMs * 2 ** this.#failures++);
    return Math.round(stepMs / 2 + (this.#random() * stepMs) / 2);
  }

  /** A connection ended. Only after one that lasted do the steps begin anew. */
  livedFor(ms) {
    if (ms >= limits.retryCalmMs) this.#failures = 0;
  }
}

/** What a page sends while there is no connection: the newest, within bounds. */
export class AwayQueue {
  #entries = [];
  bytes = 0;
  #dropped = 0;

  push(data, bytes) {
    this.#entries.push({ data, bytes });
    this.bytes += bytes;
    while (this.#entries.length > limits.awayMessagesMax || this.bytes > limits.awayBytesMax) {
      this.bytes -= this.#entries.shift().bytes;
      this.#dropped++;
    }
  }

  /** Hands over what is kept, in order, and says how many older ones were dropped. */
  take() {
    const taken = { messages: this.#entries.map(({ data }) => data), dropped: this.#dropped };
    [this.#entries, this.bytes, this.#dropped] = [[], 0, 0];
    return taken;
  }
}
