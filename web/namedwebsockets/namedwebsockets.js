/**
 * Named Web Sockets: LocalWebSocket and NetworkWebSocket for pages, workers and Node. MIT licence.
 * Assembled from src/, where the comments are; change that and run `node assemble.mjs`.
 */
(() => {
  'use strict';

  // limits
  const limits = {
    queueBytesMax: 16 * 1024 * 1024,
    unheardMessagesMax: 1024,
    unheardBytesMax: 16 * 1024 * 1024,
    senderWaitMs: 250,
    sendersMax: 65536,
    readyWaitMs: 2000,
    controlGraceMs: 250,
  };
  const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };

  // wire
  const NAME = /^(?!\.\.?$)[A-Za-z0-9._=+*-]{1,255}$/;
  const ID = /^[A-Za-z0-9_-]{1,64}$/;
  const CONTROL_HEAD = /^\{"Action":"\w+","Source":(\d+|"[\w-]*"),"Target":(\d+|"[\w-]*"),/;
  function readControl(text) {
    try {
      const { Action: action, Source, Target, Payload: payload } = JSON.parse(text);
      const head = CONTROL_HEAD.exec(text);
      const written = (id) => JSON.stringify(id ?? 0);
      const [source, target] = head?.slice(1) ?? [written(Source), written(Target)];
      return { action, source, target, payload };
    } catch {
      return {};
    }
  }
  function writeControl(action, target, json) {
    return `{"Action":"${action}","Target":${target},"Payload":${json}}`;
  }
  function idOf(token) {
    if (token.startsWith('"')) return token.slice(1, -1);
    return Number.isSafeInteger(Number(token)) ? Number(token) : token;
  }
  function keyOf(token) {
    return String(idOf(token));
  }
  function randomId() {
    const { crypto } = globalThis;
    if (!crypto?.getRandomValues) return 1 + Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
    const [high, low] = crypto.getRandomValues(new Uint32Array(2));
    return (high & 0x1fffff) * 2 ** 32 + low || 1;
  }

  // bytes
  function isBlob(data) {
    return typeof Blob === 'function' && data instanceof Blob;
  }
  function isBytes(data) {
    return ArrayBuffer.isView(data) || /ArrayBuffer\]$/.test(Object.prototype.toString.call(data));
  }
  function viewOf(data) {
    if (!ArrayBuffer.isView(data)) return new Uint8Array(data);
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
  function sizeOf(data) {
    if (isBytes(data)) return data.byteLength;
    return isBlob(data) ? data.size : new TextEncoder().encode(data).length;
  }
  function toBase64(bytes) {
    if (bytes.toBase64) return bytes.toBase64();
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(binary);
  }
  function fromBase64(text) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
    return bytes;
  }

  // events
  function defineHandlers(Type, ...types) {
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
  function detailEvent(type, detail) {
    return new CustomEvent(type, { detail });
  }
  function errorEvent(message, detail) {
    return Object.assign(new CustomEvent('error', { detail }), { message });
  }
  function closeEvent({ code, reason, wasClean }) {
    const init = { code, reason, wasClean };
    if (typeof CloseEvent === 'function') return new CloseEvent('close', init);
    return Object.assign(new Event('close'), init);
  }
  function messageEvent({ data, origin = '' }, senderId, sender) {
    return Object.assign(new MessageEvent('message', { data, origin }), { senderId, sender });
  }

  // outgoing
  class Outgoing {
    #socket;
    #all;
    #send;
    #waiting = [];
    #handedOver = 0;
    bytes = 0;
    constructor(send, socket, ...others) {
      [this.#send, this.#socket, this.#all] = [send, socket, [socket, ...others]];
      for (const one of this.#all) one.addEventListener('open', () => this.#pump());
    }
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

  // senders
  class Senders {
    #told = new Map();
    #toldMax = 0;
    #held = [];
    #arrived = 0;
    #deliver;
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

  // peer
  const [OPEN_UP, HEAR, END] = [Symbol('open up'), Symbol('hear'), Symbol('end')];
  class NamedPeer extends EventTarget {
    #at;
    #state = STATES.CONNECTING;
    #binaryType = typeof Blob === 'function' ? 'blob' : 'arraybuffer';
    #unsent = [];
    #unsentBytes = 0;
    #unheard = [];
    #unheardBytes = 0;
    #isStarted = false;
    constructor(at) {
      super();
      this.#at = at;
    }
    get id() { return idOf(this.#at.token); }
    get url() { return this.#at.socket.url; }
    get protocol() { return this.#at.socket.protocol; }
    get extensions() { return this.#at.socket.extensions; }
    get readyState() { return this.#state; }
    get binaryType() { return this.#binaryType; }
    set binaryType(type) {
      if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type;
    }
    get bufferedAmount() {
      while (this.#unsent.length > 0 && this.#at.line.hasLeft(this.#unsent[0])) {
        this.#unsentBytes -= this.#unsent.shift().bytes;
      }
      return this.#unsentBytes;
    }
    send(data) {
      const { token } = this.#at;
      const encode = (bytes) => writeControl('binary', token, `"${toBase64(viewOf(bytes))}"`);
      if (isBlob(data)) {
        const unreadable = () => this.#fail('The Blob could not be read; it was not sent.');
        this.#post(data.arrayBuffer().then(encode).catch(unreadable), data.size);
      } else if (isBytes(data)) {
        this.#post(encode(data), data.byteLength);
      } else {
        const json = JSON.stringify(data) ?? JSON.stringify(String(data));
        const heard = typeof data === 'string' ? data : json;
        this.#post(writeControl('message', token, json), sizeOf(heard));
      }
    }
    close(code = 1000, reason = '') {
      if (code !== 1000 && !(code >= 3000 && code <= 4999)) {
        throw new DOMException(`${code} is not 1000 or 3000 to 4999`, 'InvalidAccessError');
      }
      if (this.#state >= STATES.CLOSING) return;
      this.#state = STATES.CLOSING;
      queueMicrotask(() => this.#at.leave({ code, reason, wasClean: true }));
    }
    start() {
      if (this.#isStarted) return;
      this.#isStarted = true;
      queueMicrotask(() => this.#unheard.splice(0).forEach((event) => this.dispatchEvent(event)));
    }
    addEventListener(type, ...rest) {
      super.addEventListener(type, ...rest);
      if (type === 'message') this.start();
    }
    #post(data, bytes) {
      if (this.#state >= STATES.CLOSING) return;
      this.#unsent.push(this.#at.line.post(data, bytes));
      this.#unsentBytes += bytes;
    }
    #fail(sentence) {
      this.dispatchEvent(errorEvent(sentence));
      return null;
    }
    [OPEN_UP]() {
      if (this.#state !== STATES.CONNECTING) return;
      this.#state = STATES.OPEN;
      this.dispatchEvent(new Event('open'));
    }
    [HEAR](payload, isBinary) {
      const data = isBinary ? this.#decode(payload) : textOf(payload);
      const event = messageEvent({ data }, this.id, this);
      if (this.#isStarted && this.#unheard.length === 0) return void this.dispatchEvent(event);
      const { unheardMessagesMax: messagesMax, unheardBytesMax: bytesMax } = limits;
      this.#unheardBytes += sizeOf(data);
      if (this.#unheard.length < messagesMax && this.#unheardBytes <= bytesMax) {
        return void this.#unheard.push(event);
      }
      this.#unheardBytes -= sizeOf(data);
      this.#fail('A direct message was dropped: too many wait for a listener.');
    }
    [END](close) {
      this.#state = STATES.CLOSED;
      this.dispatchEvent(closeEvent(close));
    }
    #decode(base64) {
      const bytes = fromBase64(base64);
      return this.#binaryType === 'blob' ? new Blob([bytes]) : bytes.buffer;
    }
  }
  defineHandlers(NamedPeer, 'open', 'message', 'close', 'error', 'undelivered');
  for (const Type of [NamedPeer, NamedPeer.prototype]) Object.assign(Type, STATES);
  function textOf(payload) {
    return typeof payload === 'string' ? payload : JSON.stringify(payload);
  }

  // channel
  class Channel {
    peers = [];
    #socket;
    #control;
    #line;
    #known = new Map();
    #senders = null;
    #isRosterKnown = false;
    #rosterTimer;
    #settle;
    constructor(socket, control, withSenders) {
      [this.#socket, this.#control] = [socket, control];
      this.#line = new Outgoing((text) => control.send(text), control, socket);
      this.ready = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
      this.ready.catch(() => null); // who waits for it hears of it; nobody has to
      control.addEventListener('message', ({ data }) => this.#hear(readControl(data)));
      this.#untilGone(control, (close) => this.#loseControl(close));
      this.#untilGone(socket, (close) => this.#end(close));
      socket.addEventListener('open', () => this.#tellReady());
      control.addEventListener('open', () => this.#awaitRoster());
      if (withSenders) this.#holdMessages();
    }
    #untilGone(socket, callback) {
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
    #holdMessages() {
      this.#senders = new Senders((event, token) => {
        const id = token === undefined ? null : idOf(token);
        const sender = this.#known.get(String(id))?.peer ?? null;
        this.#socket.dispatchEvent(messageEvent(event, id, sender));
      });
      this.#socket.addEventListener('message', (event) => {
        if ('senderId' in event) return;
        event.stopImmediatePropagation();
        this.#senders.arrive(event);
      });
    }
    #hear({ action, source, target, payload }) {
      if (action === 'connect') this.#join(target);
      if (action === 'disconnect') this.#leave(keyOf(target), { code: 1000, wasClean: true });
      if (action === 'message') this.#known.get(keyOf(source))?.peer[HEAR](payload, false);
      if (action === 'binary') this.#known.get(keyOf(source))?.peer[HEAR](payload, true);
      if (action === 'sender') this.#senders?.tell(Number(payload), source);
      if (action === 'undelivered') this.#tellUndelivered(target, payload);
      if (action === 'ready') this.#rosterKnown();
    }
    #join(token) {
      const key = keyOf(token);
      const known = this.#known.get(key);
      if (known) return void known.count++; // one id behind two proxies is two peers
      const [socket, line] = [this.#socket, this.#line];
      const leave = (close) => this.#leave(key, close, Infinity);
      const peer = new NamedPeer({ token, socket, line, leave });
      this.#known.set(key, { peer, count: 1 });
      this.peers.push(peer);
      socket.dispatchEvent(detailEvent('connect', { target: peer }));
      queueMicrotask(() => peer[OPEN_UP]());
    }
    #leave(key, close, count = 1) {
      const known = this.#known.get(key);
      if (!known || (known.count -= count) > 0) return;
      const { peer } = known;
      this.#known.delete(key);
      this.peers.splice(this.peers.indexOf(peer), 1);
      peer[END](close);
      this.#socket.dispatchEvent(detailEvent('disconnect', { target: peer }));
    }
    #tellUndelivered(token, reason) {
      const target = this.#known.get(keyOf(token))?.peer ?? null;
      const detail = { id: idOf(token), target, reason };
      target?.dispatchEvent(detailEvent('undelivered', detail));
      this.#socket.dispatchEvent(detailEvent('undelivered', detail));
    }
    #awaitRoster() {
      this.#rosterTimer = setTimeout(() => this.#rosterKnown(), limits.readyWaitMs);
    }
    #rosterKnown() {
      if (this.#isRosterKnown) return;
      clearTimeout(this.#rosterTimer);
      this.#isRosterKnown = true;
      this.#tellReady();
    }
    #tellReady() {
      if (!this.#isRosterKnown || this.#socket.readyState !== STATES.OPEN) return;
      this.#settle.resolve(this.#socket);
      this.#socket.dispatchEvent(detailEvent('ready', { peers: [...this.peers] }));
    }
    #loseControl({ code, reason }) {
      const message = 'The control line closed: peers and direct messages are gone. Join anew.';
      this.#endPeers({ code: 1006, reason: message, wasClean: false });
      const tell = () => {
        if (this.#socket.readyState !== STATES.OPEN) return;
        this.#settle.reject(new DOMException(message, 'NetworkError'));
        this.#socket.dispatchEvent(errorEvent(message, { code, reason }));
      };
      setTimeout(tell, limits.controlGraceMs);
      this.#socket.addEventListener('open', tell);
    }
    #end({ code, reason, wasClean }) {
      this.#endPeers({ code, reason, wasClean });
      this.#control.close();
      clearTimeout(this.#rosterTimer);
      const sentence = `The socket closed before the roster was known (${code} ${reason ?? ''}).`;
      this.#settle.reject(new DOMException(sentence, 'NetworkError'));
    }
    #endPeers(close) {
      this.#senders?.end();
      for (const key of [...this.#known.keys()]) this.#leave(key, close, Infinity);
    }
  }

  // socket
  const classes = new WeakMap();
  function socketClassFor(Base) {
    const hasEvents = 'dispatchEvent' in Base.prototype;
    if (!classes.has(Base)) classes.set(Base, makeClass(hasEvents ? Base : withEvents(Base)));
    return classes.get(Base);
  }
  function makeClass(Base) {
    class NamedSocket extends Base {
      #early = new Outgoing((data) => super.send(data), this);
      #token;
      #channel;
      constructor(url, protocols, { token, control, senders }) {
        super(url, protocols);
        this.#token = token;
        this.#channel = new Channel(this, control, senders);
      }
      get id() { return idOf(this.#token); }
      get peers() { return this.#channel.peers; }
      get ready() { return this.#channel.ready; }
      get bufferedAmount() { return super.bufferedAmount + this.#early.bytes; }
      send(data) {
        if (this.readyState !== STATES.CONNECTING) return super.send(data);
        const kept = isBytes(data) ? viewOf(data).slice() : data;
        this.#early.post(kept, sizeOf(kept));
      }
    }
    defineHandlers(NamedSocket, 'connect', 'disconnect', 'ready', 'undelivered');
    return NamedSocket;
  }
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

  // entry
  const DEFAULT_PROXY = 'ws://localhost:9009';
  const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i;
  const SERVED_PATH = /^\/(web\/namedwebsockets\/)?namedwebsockets\.m?js$/;
  const scopes = new WeakMap();
  let ownProxy;
  function LocalWebSocket(name, protocols, options) {
    return join(LocalWebSocket, name, protocols, options);
  }
  function NetworkWebSocket(name, protocols, options) {
    return join(NetworkWebSocket, name, protocols, options);
  }
  for (const [Type, scope] of [[LocalWebSocket, 'local'], [NetworkWebSocket, 'network']]) {
    Object.assign(Type, STATES, { scope });
    Object.defineProperty(Type, Symbol.hasInstance, { value: (it) => scopes.get(it) === scope });
  }
  const NamedWebSocket = {
    LocalWebSocket,
    NetworkWebSocket,
    NamedPeer,
    limits,
    proxy: undefined,
    WebSocket: undefined,
    isRunning,
    cameFrom,
  };
  function join({ scope }, name, protocols, options) {
    const isBag = Object.prototype.toString.call(protocols) === '[object Object]';
    const { id = randomId(), senders = false, proxy, ...bag } = (isBag ? protocols : options) ?? {};
    check(NAME.test(name), 'A channel name has 1 to 255 of A-Z a-z 0-9 . _ - + = *', name);
    check(ID.test(id), 'A peer id has 1 to 64 of A-Z a-z 0-9 _ -', id);
    const Base = NamedWebSocket.WebSocket ?? globalThis.WebSocket;
    if (!Base) throw new DOMException('Set NamedWebSocket.WebSocket to ws', 'NotSupportedError');
    const Socket = socketClassFor(Base);
    const [address, path] = [addressOf(proxy), `${scope}/${name}/${id}`];
    const control = new Base(`${address}/control/${path}?ready=1${senders ? '&senders=1' : ''}`);
    try {
      const wanted = (isBag ? bag.protocols : protocols) ?? [];
      const own = { token: String(id), control, senders };
      const socket = new Socket(`${address}/${path}`, wanted, own);
      scopes.set(socket, scope);
      return socket;
    } catch (failure) {
      control.close();
      throw failure;
    }
  }
  function check(isLegal, sentence, value) {
    if (!isLegal) throw new DOMException(`${sentence}: "${value}"`, 'SyntaxError');
  }
  function addressOf(proxy = NamedWebSocket.proxy ?? ownProxy ?? DEFAULT_PROXY) {
    check(/^(ws|http)s?:\/\/[^/?#\s]+[^?#\s]*$/i.test(proxy), `Not like ${DEFAULT_PROXY}`, proxy);
    return proxy.replace(/^http/i, 'ws').replace(/\/+$/, '');
  }
  async function isRunning(proxy) {
    const url = `${addressOf(proxy).replace(/^ws/i, 'http')}/healthz`;
    const answer = await fetch(url).catch(() => null);
    return answer?.ok === true;
  }
  function cameFrom(url, chosen) {
    const from = url ? new URL(url) : null;
    const isProxy = from && LOOPBACK.test(from.hostname) && SERVED_PATH.test(from.pathname);
    ownProxy ??= chosen || (isProxy ? from.origin : undefined);
  }
  const script = globalThis.document?.currentScript;
  cameFrom(script?.src, script?.dataset.proxy);

  const { LocalWebSocket: local, NetworkWebSocket: network } = NamedWebSocket;
  const globals = { NamedWebSocket, LocalWebSocket: local, NetworkWebSocket: network };
  for (const [name, value] of Object.entries(globals)) {
    if (name in globalThis) continue;
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
  if (typeof module === 'object' && module.exports) module.exports = NamedWebSocket;
})();
