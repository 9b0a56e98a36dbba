import { STATES } from './limits.mjs';

/** Gives a class handler attributes such as `onconnect`, called in turn with its listeners. */
export function defineHandlers(Type, ...types) {
  for (const type of types) {
    const slot = Symbol(`on${type}`);
    const get = function () {
      return this[slot]?.handler ?? null;
    };
    const set = function (handler) {
      const callable = typeof handler === 'function' ? handler : null;
      if (this[slot]) this[slot].handler = callable;
      if (this[slot] || !callable) return;
      this[slot] = { handler: callable };
      this.addEventListener(type, (event) => this[slot].handler?.call(this, event));
    };
    Object.defineProperty(Type.prototype, `on${type}`, { get, set, configurable: true });
  }
}

export function detailEvent(type, detail) {
  return new CustomEvent(type, { detail });
}

export function errorEvent(message, detail) {
  return Object.assign(new CustomEvent('error', { detail }), { message });
}

/** Node has no CloseEvent before version 23. */
export function closeEvent({ code, reason, wasClean }) {
  const init = { code, reason, wasClean };
  if (typeof CloseEvent === 'function') return new CloseEvent('close', init);
  return Object.assign(new Event('close'), init);
}

export function messageEvent({ data, origin = '' }, senderId, sender) {
  return Object.assign(new MessageEvent('message', { data, origin }), { senderId, sender });
}

/** The same event for another target: one that is under way cannot be sent on. */
export function copyOf(event) {
  const { type, detail } = event;
  if (type === 'message') {
    const copy = new MessageEvent(type, { data: event.data, origin: event.origin ?? '' });
    if (!('senderId' in event)) return copy;
    return Object.assign(copy, { senderId: event.senderId, sender: event.sender });
  }
  return type === 'error' ? errorEvent(event.message, detail) : detailEvent(type, detail);
}

/** Calls back once; Node 22 tells a failed connection by `error` alone, without `close`. */
export function untilGone(socket, callback) {
  let isGone = false;
  const gone = (close) => {
    if (!isGone) callback(close);
    isGone = true;
  };
  socket.addEventListener('close', gone);
  socket.addEventListener('error', () => {
    if (socket.readyState !== STATES.OPEN) setTimeout(gone, 0, { code: 1006, wasClean: false });
  });
}

/** The rule of every WebSocket for what `close` may be given. */
export function checkCode(code) {
  if (code === undefined || code === 1000 || (code >= 3000 && code <= 4999)) return;
  throw new DOMException(`${code} is not 1000 or 3000 to 4999`, 'InvalidAccessError');
}
