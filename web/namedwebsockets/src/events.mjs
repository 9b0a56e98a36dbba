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
