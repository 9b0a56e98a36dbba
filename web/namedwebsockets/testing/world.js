'use strict';
/** A page without a browser: the script in a fresh global, on sockets and a clock of the test. */
const { readFileSync } = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const FILE = path.join(__dirname, '..', 'namedwebsockets.js');
const SOURCE = readFileSync(FILE, 'utf8');

/** A WebSocket that remembers what was sent and does what the test says. */
class FakeWebSocket extends EventTarget {
  static made = [];
  readyState = 0;
  sent = [];
  stuckBytes = 0;
  onmessage = null;

  constructor(url, protocols = []) {
    super();
    if (protocols.includes?.('bad protocol')) throw new DOMException('bad', 'SyntaxError');
    Object.assign(this, { url, protocols, protocol: [].concat(protocols)[0] ?? '' });
    FakeWebSocket.made.push(this);
  }

  get bufferedAmount() {
    return this.stuckBytes;
  }

  send(data) {
    if (this.readyState === 0) throw new DOMException('still connecting', 'InvalidStateError');
    this.sent.push(data);
    if (this.isStuck) this.stuckBytes += data.length ?? data.byteLength;
  }

  close(code = 1005, reason = '') {
    if (this.readyState < 2) this.readyState = 2;
    this.closedWith = { code, reason };
  }

  opens() {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  hears(data) {
    this.dispatchEvent(new MessageEvent('message', { data, origin: this.url }));
  }

  ends(code = 1006, reason = '', wasClean = false) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason, wasClean }));
  }
}

/** Time that passes when told to. */
class Clock {
  #now = 0;
  #timers = new Map();
  #last = 0;

  setTimeout = (run, ms, ...args) => {
    this.#timers.set(++this.#last, { run: () => run(...args), at: this.#now + ms });
    return this.#last;
  };

  clearTimeout = (timer) => this.#timers.delete(timer);

  now = () => this.#now;

  get waiting() {
    return this.#timers.size;
  }

  passes(ms) {
    this.#now += ms;
    for (const [key, { run, at }] of [...this.#timers]) {
      if (at > this.#now || !this.#timers.delete(key)) continue;
      run();
    }
  }
}

const PLATFORM = {
  EventTarget, Event, MessageEvent, CustomEvent, DOMException, Blob, TextDecoder, TextEncoder, URL, crypto,
  atob, btoa, queueMicrotask,
};

/** Loads the script into a new global; `globals` adds to it or takes away. */
function load(globals = {}) {
  const clock = new Clock();
  const { setTimeout, clearTimeout } = clock;
  FakeWebSocket.made = [];
  const page = vm.createContext({
    ...PLATFORM, setTimeout, clearTimeout, performance: clock, WebSocket: FakeWebSocket, ...globals,
  });
  vm.runInContext(SOURCE, page, { filename: FILE });
  return { page, clock };
}

/** A page whose socket is made: `data` and `control` are the two ends the proxy would hold. */
function joined({ id = 11111, ...options } = {}) {
  const { page, clock } = load();
  const socket = new page.LocalWebSocket('chat', [], { id, ...options });
  const [control, data] = FakeWebSocket.made;
  const tell = (action, other, payload = '""') =>
    control.hears(`{"Action":"${action}",${idsFor(action, other, id)},"Payload":${payload}}`);
  return { page, clock, socket, data, control, tell };
}

function idsFor(action, other, own) {
  const toUs = ['message', 'binary', 'sender'].includes(action);
  return toUs ? `"Source":${other},"Target":${own}` : `"Source":${own},"Target":${other}`;
}

/** Everything of a kind that an event target tells from now on. */
function record(target, ...types) {
  const heard = [];
  for (const type of types) target.addEventListener(type, (event) => heard.push(event));
  return heard;
}

/** Lets promise callbacks run. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

module.exports = { FILE, FakeWebSocket, joined, load, record, settled };
