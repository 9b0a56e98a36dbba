'use strict';
/**
 * Questions to one peer, and their answers, by direct messages: {ask, what, body} there and
 * {answer, body} or {answer, error} back. The number in `ask` tells which answer belongs to what.
 */
class Requests {
  #answers;
  #waiting = new Map();
  #last = 0;

  /** @param answers by name: (body, peer) => the answer, or a promise of it; a throw is an error */
  constructor(socket, answers = {}) {
    this.#answers = answers;
    socket.addEventListener('connect', ({ detail: { target: peer } }) => {
      peer.addEventListener('message', ({ data }) => this.#hear(peer, data));
      peer.addEventListener('close', () => this.#fail(peer, 'It left.'));
      peer.addEventListener('undelivered', () => this.#fail(peer, 'It is not there any more.'));
    });
  }

  /** A promise of the answer; it fails when none comes in time, or the peer goes. */
  ask(peer, what, body = null, waitMs = 5000) {
    const ask = ++this.#last;
    return new Promise((done, fail) => {
      const timer = setTimeout(() => this.#settle(ask, 'There was no answer.'), waitMs);
      this.#waiting.set(ask, { peer, done, fail, timer });
      peer.send({ ask, what, body });
    });
  }

  async #hear(peer, text) {
    const { ask, what, body, answer, error } = Requests.#read(text);
    if (ask !== undefined) return this.#answer(peer, ask, what, body);
    // Nobody but who was asked may answer.
    if (this.#waiting.get(answer)?.peer === peer) this.#settle(answer, error, body);
  }

  async #answer(peer, ask, what, body) {
    try {
      if (!Object.hasOwn(this.#answers, what)) throw new Error('That is not known here.');
      peer.send({ answer: ask, body: (await this.#answers[what](body, peer)) ?? null });
    } catch (failure) {
      peer.send({ answer: ask, error: failure.message });
    }
  }

  #fail(peer, error) {
    for (const [ask, one] of [...this.#waiting]) if (one.peer === peer) this.#settle(ask, error);
  }

  #settle(ask, error, body) {
    const { done, fail, timer } = this.#waiting.get(ask) ?? {};
    if (!this.#waiting.delete(ask)) return;
    clearTimeout(timer);
    if (error) fail(new Error(String(error)));
    else done(body);
  }

  static #read(text) {
    try {
      return JSON.parse(text) ?? {};
    } catch {
      return {}; // somebody who talks of other things
    }
  }
}
