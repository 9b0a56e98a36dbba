import { isBytes, sizeOf, viewOf } from './bytes.mjs';
import { Channel } from './channel.mjs';
import { closeEvent, defineHandlers, errorEvent } from './events.mjs';
import { STATES } from './limits.mjs';
import { Outgoing } from './outgoing.mjs';
import { idOf } from './wire.mjs';

const classes = new WeakMap();

/** The named kind of a WebSocket class: the same one each time. */
export function socketClassFor(Base) {
  const hasEvents = 'dispatchEvent' in Base.prototype;
  if (!classes.has(Base)) classes.set(Base, makeClass(hasEvents ? Base : withEvents(Base)));
  return classes.get(Base);
}

/** The platform's WebSocket, and what a named one adds to it. */
function makeClass(Base) {
  class NamedSocket extends Base {
    #early = new Outgoing((data) => super.send(data), this);
    #token;
    #channel;

    constructor(url, protocols, { token, ...channel }) {
      super(url, protocols);
      this.#token = token;
      this.#channel = new Channel(this, channel);
    }

    get id() { return idOf(this.#token); }
    get peers() { return this.#channel.peers; }
    get ready() { return this.#channel.ready; }
    get bufferedAmount() { return super.bufferedAmount + this.#early.bytes; }

    /** Before the socket is open, keeps a copy: the caller may change its buffer. */
    send(data) {
      if (this.readyState !== STATES.CONNECTING) return super.send(data);
      const kept = isBytes(data) ? viewOf(data).slice() : data;
      this.#early.post(kept, sizeOf(kept));
    }
  }
  defineHandlers(NamedSocket, 'connect', 'disconnect', 'ready', 'undelivered');
  return NamedSocket;
}

/** Node's `ws` has listeners of its own kind and no dispatchEvent: this one is an EventTarget. */
function withEvents(Base) {
  const types = ['open', 'message', 'close', 'error'];
  class EventfulSocket extends Base {
    #events = new EventTarget();

    constructor(url, protocols) {
      super(url, protocols);
      const pass = (event) => this.dispatchEvent(domEvent(event));
      for (const type of types) super.addEventListener(type, pass);
    }

    addEventListener(...how) { this.#events.addEventListener(...how); }
    removeEventListener(...how) { this.#events.removeEventListener(...how); }
    dispatchEvent(event) {
      Object.defineProperty(event, 'target', { value: this, configurable: true });
      return this.#events.dispatchEvent(event);
    }
  }
  defineHandlers(EventfulSocket, ...types);
  return EventfulSocket;
}

function domEvent(event) {
  if (event.type === 'message') return new MessageEvent('message', { data: event.data });
  if (event.type === 'close') return closeEvent(event);
  return event.type === 'error' ? errorEvent(event.message) : new Event(event.type);
}
