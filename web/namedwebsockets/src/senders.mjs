import { limits } from './limits.mjs';

/**
 * Joins broadcasts with their senders. The control line says "message n of the data socket is from
 * X", before or after that message arrives. Messages keep their order, and none waits longer than
 * `senderWaitMs`: of those that came before the control line did, no word will ever come.
 */
export class Senders {
  #told = new Map();
  #toldMax = 0;
  #held = [];
  #arrived = 0;
  #deliver;

  /** @param deliver is called with each event and the token of its sender, or undefined */
  constructor(deliver) {
    this.#deliver = deliver;
  }

  arrive(event) {
    const entry = { event, n: ++this.#arrived };
    this.#held.push(entry);
    this.#releaseUpTo(this.#toldMax);
    if (this.#held.length === 0) return;
    entry.timer = setTimeout(() => this.#releaseUpTo(entry.n), limits.senderWaitMs);
  }

  tell(n, token) {
    if (!(n > this.#toldMax)) return;
    const isAwaited = n > this.#arrived - this.#held.length;
    if (isAwaited && this.#told.size < limits.sendersMax) this.#told.set(n, token);
    this.#toldMax = n;
    this.#releaseUpTo(n);
  }

  /** No more words will come: nothing waits any more. */
  end() {
    this.#toldMax = Infinity;
    this.#releaseUpTo(Infinity);
  }

  #releaseUpTo(last) {
    while (this.#held.length > 0 && this.#held[0].n <= last) {
      const { event, n, timer } = this.#held.shift();
      clearTimeout(timer);
      const token = this.#told.get(n);
      this.#told.delete(n);
      this.#deliver(event, token);
    }
  }
}
