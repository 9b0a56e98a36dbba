import { isBytes, sizeOf, viewOf } from './bytes.mjs';
import { checkCode, copyOf, defineHandlers, untilGone } from './events.mjs';
import { closeEvent, detailEvent, errorEvent } from './events.mjs';
import { STATES } from './limits.mjs';
import { AwayQueue, Retry, mayComeBack } from './retry.mjs';

const lastingClasses = new WeakMap();
const PASSED_ON = ['message', 'connect', 'disconnect', 'undelivered', 'ready'];

/** The class of sockets that come back, for a WebSocket class: the same one each time. */
export function lastingClassFor(Base) {
  if (!lastingClasses.has(Base)) lastingClasses.set(Base, makeLastingClass(Base));
  return lastingClasses.get(Base);
}

/** An EventTarget of its own that counts as the platform's WebSocket and has all its members. */
function makeLastingClass(Base) {
  class OwnLastingSocket extends LastingSocket {}
  const { prototype } = OwnLastingSocket;
  for (const key of Reflect.ownKeys(LastingSocket.prototype)) {
    if (key === 'constructor') continue;
    const member = Object.getOwnPropertyDescriptor(LastingSocket.prototype, key);
    Object.defineProperty(prototype, key, member);
  }
  if (Base.prototype instanceof EventTarget) Object.setPrototypeOf(prototype, Base.prototype);
  return OwnLastingSocket;
}

/**
 * A named socket that outlives its connections. It closes once it is over for good: when the page
 * closes it, when the proxy says not to come back, or when the first attempt fails.
 */
class LastingSocket extends EventTarget {
  peers = [];
  #connect;
  #explain;
  #wish;
  #inner;
  #isLive = false;
  #isGreeted = false;
  #wasOpen = false;
  #isLeaving = false;
  #isOver = false;
  #retry = new Retry();
  #kept = new AwayQueue();
  #unsentBytes = 0; // handed to the platform, and still there when the connection broke
  #timer;
  #since = performance.now();
  #awaySince;
  #binaryType;
  #isReady = false;
  #ready = deferred();

  /**
   * Made by `join` alone: `connect` makes a NamedSocket around the list of peers, `explain` tells
   * why none can be, `wish` is the option `reconnect`.
   */
  constructor({ connect, explain, wish }) {
    super();
    [this.#connect, this.#explain, this.#wish] = [connect, explain, wish];
    this.#take(connect(this.peers));
  }

  get id() { return this.#inner.id; }
  get url() { return this.#inner.url; }
  get protocol() { return this.#inner.protocol; }
  get extensions() { return this.#inner.extensions; }
  get ready() { return this.#ready.promise; }
  get binaryType() { return this.#inner.binaryType; }
  set binaryType(type) {
    this.#inner.binaryType = type;
    this.#binaryType = this.#inner.binaryType;
  }

  get bufferedAmount() {
    return (this.#isLive ? this.#inner.bufferedAmount : 0) + this.#kept.bytes;
  }

  get readyState() {
    if (this.#isOver) return STATES.CLOSED;
    if (this.#isLeaving) return STATES.CLOSING;
    return this.#isOpen ? STATES.OPEN : STATES.CONNECTING;
  }

  /** Whether the first attempt may be repeated too. */
  get #isEager() {
    return this.#wish === 'always';
  }

  get #isOpen() {
    return this.#isLive && this.#inner.readyState === STATES.OPEN;
  }

  /** While there is no connection, keeps a copy: the caller may change its buffer. */
  send(data) {
    if (this.#isOver || this.#isLeaving) return;
    if (this.#isOpen || !(this.#wasOpen || this.#isEager)) return void this.#inner.send(data);
    const kept = isBytes(data) ? viewOf(data).slice() : data;
    this.#kept.push(kept, sizeOf(kept));
  }

  close(code, reason) {
    checkCode(code);
    if (this.#isOver || this.#isLeaving) return;
    this.#isLeaving = true;
    if (this.#isLive) return void this.#inner.close(code, reason);
    clearTimeout(this.#timer);
    const close = { code: code ?? 1005, reason: reason ?? '', wasClean: true };
    queueMicrotask(() => this.#end(close));
  }

  #take(inner) {
    [this.#inner, this.#isLive, this.#isGreeted] = [inner, true, false];
    if (this.#binaryType) inner.binaryType = this.#binaryType;
    const isCurrent = () => this.#isLive && this.#inner === inner;
    for (const type of PASSED_ON) {
      inner.addEventListener(type, (event) => {
        if (!isCurrent()) return;
        if (type === 'ready') this.#arrived();
        this.dispatchEvent(copyOf(event));
      });
    }
    inner.addEventListener('open', () => isCurrent() && this.#opened());
    inner.addEventListener('error', ({ message, detail }) => {
      // An open socket has errors of one kind: its control line is gone. So it joins anew.
      if (!isCurrent() || inner.readyState !== STATES.OPEN) return;
      const reason = detail?.reason ? `${message} (${detail.reason})` : message;
      this.#goAway({ code: detail?.code ?? 1006, reason, wasClean: false });
      inner.close();
    });
    untilGone(inner, (close) => isCurrent() && this.#lost(close));
  }

  #arrived() {
    this.#opened();
    this.#isReady = true;
    this.#ready.resolve(this);
  }

  #opened() {
    if (this.#isGreeted) return;
    this.#isGreeted = true;
    const isFirst = !this.#wasOpen;
    const isReturn = this.#awaySince !== undefined;
    const awayMs = isReturn ? Math.round(performance.now() - this.#awaySince) : 0;
    [this.#wasOpen, this.#awaySince, this.#since] = [true, undefined, performance.now()];
    const { messages, dropped } = this.#kept.take();
    for (const data of messages) this.#inner.send(data);
    const [queued, unsentBytes] = [messages.length, this.#unsentBytes];
    if (isFirst) this.dispatchEvent(new Event('open'));
    const detail = { queued, dropped, unsentBytes, awayMs, missed: true };
    if (isReturn) this.dispatchEvent(detailEvent('reconnect', detail));
  }

  #lost({ code = 1006, reason = '', wasClean = false }) {
    const close = { code, reason: String(reason ?? ''), wasClean };
    this.#isLive = false;
    if (this.#isLeaving) return this.#end(close);
    if (!this.#wasOpen && !this.#isEager) return void this.#giveUp(close);
    if (this.#wasOpen && !(this.#wish && mayComeBack(close))) return this.#end(close);
    this.#goAway(close);
  }

  #goAway(close) {
    this.#isLive = false;
    if (this.#awaySince === undefined) {
      this.#unsentBytes = this.#wasOpen ? this.#inner.bufferedAmount : 0;
      this.#awaySince = performance.now();
      this.#retry.livedFor(this.#awaySince - this.#since);
    }
    if (this.#isReady) [this.#isReady, this.#ready] = [false, deferred()];
    const retryMs = this.#retry.nextMs();
    this.#timer = setTimeout(() => this.#take(this.#connect(this.peers)), retryMs);
    const { code, reason, wasClean } = close;
    const detail = { code, reason, wasClean, attempt: this.#retry.attempt, retryMs };
    this.dispatchEvent(detailEvent('away', detail));
  }

  /** The first attempt failed: a person shall read why, for browsers do not tell. */
  async #giveUp(close) {
    this.#isLeaving = true;
    const why = await this.#explain();
    this.dispatchEvent(errorEvent(`${why.sentence} ${why.next}`, why));
    this.#end({ ...close, reason: close.reason || why.sentence });
  }

  #end(close) {
    this.#isOver = true;
    this.#ready.reject(notReady(close));
    this.dispatchEvent(closeEvent(close));
  }
}
defineHandlers(LastingSocket, 'open', 'close', 'error', 'away', 'reconnect', ...PASSED_ON);
Object.assign(LastingSocket.prototype, STATES);

/** A promise to be kept from outside; who waits for it hears of its end, nobody has to. */
function deferred() {
  const one = {};
  one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
  one.promise.catch(() => null);
  return one;
}

function notReady({ code, reason }) {
  const sentence = `The socket closed before the roster was known (${code} ${reason}).`;
  return new DOMException(sentence, 'NetworkError');
}
