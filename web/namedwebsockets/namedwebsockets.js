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
    awayMessagesMax: 1000,
    awayBytesMax: 1024 * 1024,
    retryFirstMs: 250,
    retryMaxMs: 15000,
    retryCalmMs: 5000,
    healthWaitMs: 3000,
    sendsMax: 65536,
    requestsMax: 1024,
    answerGraceMs: 1000,
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
  function copyOf(event) {
    const { type, detail } = event;
    if (type === 'message') {
      const copy = new MessageEvent(type, { data: event.data, origin: event.origin ?? '' });
      if (!('senderId' in event)) return copy;
      return Object.assign(copy, { senderId: event.senderId, sender: event.sender });
    }
    return type === 'error' ? errorEvent(event.message, detail) : detailEvent(type, detail);
  }
  function untilGone(socket, callback) {
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
  function checkCode(code) {
    if (code === undefined || code === 1000 || (code >= 3000 && code <= 4999)) return;
    throw new DOMException(`${code} is not 1000 or 3000 to 4999`, 'InvalidAccessError');
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
      checkCode(code);
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
    peers;
    #socket;
    #control;
    #line;
    #known = new Map();
    #senders = null;
    #isRosterKnown = false;
    #rosterTimer;
    #settle;
    constructor(socket, { control, senders, peers = [] }) {
      [this.#socket, this.#control, this.peers] = [socket, control, peers];
      this.#line = new Outgoing((text) => control.send(text), control, socket);
      this.ready = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
      this.ready.catch(() => null); // who waits for it hears of it; nobody has to
      control.addEventListener('message', ({ data }) => this.#hear(readControl(data)));
      untilGone(control, (close) => this.#loseControl(close));
      untilGone(socket, (close) => this.#end(close));
      socket.addEventListener('open', () => this.#tellReady());
      control.addEventListener('open', () => this.#awaitRoster());
      if (senders) this.#holdMessages();
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
      constructor(url, protocols, { token, ...channel }) {
        super(url, protocols);
        this.#token = token;
        this.#channel = new Channel(this, channel);
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

  // admitted
  const KEPT = 'nws.session';
  function keptSession(url) {
    try {
      const isOwn = globalThis.location?.origin === url;
      return (isOwn && globalThis.localStorage.getItem(KEPT)) || undefined;
    } catch {
      return undefined; // a page without storage
    }
  }
  function admitted(Base, token) {
    const headers = { authorization: `Bearer ${token}` };
    const isNode = Boolean(globalThis.process?.versions?.node) && !globalThis.document;
    const isOwnOfNode = isNode && Base === globalThis.WebSocket;
    return class extends Base {
      constructor(url, protocols = []) {
        if (isOwnOfNode) super(url, { protocols, headers });
        else if (isNode) super(url, protocols, { headers });
        else super(withToken(url, token), protocols);
      }
    };
  }
  function withToken(url, token) {
    return `${url}${url.includes('?') ? '&' : '?'}token=${encodeURIComponent(token)}`;
  }

  // retry
  const FINAL_CODES = new Set([1000, 1002, 1003, 1007, 1009, 1010]);
  function mayComeBack({ code, reason = '' }) {
    if (code === 1008) return String(reason).startsWith('slow');
    return !FINAL_CODES.has(code);
  }
  class Retry {
    #failures = 0;
    #random;
    constructor(random = Math.random) {
      this.#random = random;
    }
    get attempt() {
      return this.#failures;
    }
    nextMs() {
      const stepMs = Math.min(limits.retryMaxMs, limits.retryFirstMs * 2 ** this.#failures++);
      return Math.round(stepMs / 2 + (this.#random() * stepMs) / 2);
    }
    livedFor(ms) {
      if (ms >= limits.retryCalmMs) this.#failures = 0;
    }
  }
  class AwayQueue {
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
    take() {
      const taken = { messages: this.#entries.map(({ data }) => data), dropped: this.#dropped };
      [this.#entries, this.bytes, this.#dropped] = [[], 0, 0];
      return taken;
    }
  }

  // lasting
  const lastingClasses = new WeakMap();
  const PASSED_ON = ['message', 'connect', 'disconnect', 'undelivered', 'ready'];
  function lastingClassFor(Base) {
    if (!lastingClasses.has(Base)) lastingClasses.set(Base, makeLastingClass(Base));
    return lastingClasses.get(Base);
  }
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
    get #isEager() {
      return this.#wish === 'always';
    }
    get #isOpen() {
      return this.#isLive && this.#inner.readyState === STATES.OPEN;
    }
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

  // availability
  const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i;
  const FINDINGS = {
    ready: ['The proxy runs and this page may reach it.', 'Join a channel.'],
    'needs-permission': [
      'The browser has not been told yet whether this page may reach the proxy on this machine.',
      'Open the socket from a click, and answer the browser’s question with “Allow”.',
    ],
    denied: [
      'The browser was told that this page may not reach programs on this machine.',
      'Allow it in the site settings beside the address bar, then load the page again.',
    ],
    'not-installed': [
      'No proxy answers on this machine.',
      'Install Named Web Sockets, start it with “nws”, then try again.',
    ],
  };
  const BLOCKED = {
    frame: [
      'The page around this frame does not let it reach programs on this machine.',
      'Give the iframe the attribute allow="loopback-network; local-network".',
    ],
    insecure: [
      'Browsers let only secure pages reach programs on this machine, and this one came over http.',
      'Serve the page over https, or from the proxy itself at its own address.',
    ],
    webkit: [
      'No proxy answers, or the browser keeps this https page from it, as Safari does.',
      'Start the proxy with “nws”; if it runs, use another browser or a page that it serves.',
    ],
    worker: [
      'A service or shared worker cannot ask for leave to reach programs on this machine.',
      'Open a socket from a page of the same site first, from a click.',
    ],
  };
  function found(state, [sentence, next] = FINDINGS[state]) {
    return { state, sentence, next };
  }
  async function availabilityOf(url, ask) {
    const permission = isNear(url) ? null : await permissionFor(url);
    const barrier = permission && barrierBefore(permission);
    if (barrier) return barrier;
    if (permission?.state === 'prompt' && !ask) return needsPermission();
    if (await answers(url, permission?.state === 'prompt')) return found('ready');
    const after = permission && (await permissionFor(url))?.state;
    if (after === 'denied') return found('denied');
    if (after === 'prompt') return needsPermission();
    return isSafariOverHttps() ? found('blocked-by-browser', BLOCKED.webkit) : found('not-installed');
  }
  async function whyNot(url) {
    const finding = await availabilityOf(url, false);
    if (finding.state !== 'ready') return finding;
    return {
      state: 'refused',
      sentence: 'The proxy runs, but refused this socket.',
      next: 'Its id may be taken, this site may not be allowed, or the channel or proxy is full.',
    };
  }
  function needsPermission() {
    const isPage = Boolean(globalThis.document);
    const isOwnWorker = typeof globalThis.DedicatedWorkerGlobalScope === 'function';
    if (isPage || isOwnWorker) return found('needs-permission');
    return found('needs-permission', BLOCKED.worker);
  }
  function barrierBefore({ name, state }) {
    if (isBarredFrame(name)) return found('blocked-by-browser', BLOCKED.frame);
    if (globalThis.isSecureContext === false) return found('blocked-by-browser', BLOCKED.insecure);
    return state === 'denied' ? found('denied') : null;
  }
  function isNear(url) {
    const host = hostOf(globalThis.origin);
    if (!globalThis.location || globalThis.location.protocol === 'file:') return true;
    return host !== '' && (LOOPBACK.test(host) || host === hostOf(url));
  }
  function hostOf(url) {
    try {
      return new URL(url).hostname;
    } catch {
      return ''; // pages from disk and frames in a sandbox have the origin "null"
    }
  }
  async function permissionFor(url) {
    const own = LOOPBACK.test(hostOf(url)) ? 'loopback-network' : 'local-network';
    for (const name of [own, 'local-network-access']) {
      const status = await query(name);
      if (status) return { name, state: status.state };
    }
    return null;
  }
  async function query(name) {
    try {
      return await globalThis.navigator.permissions.query({ name });
    } catch {
      return null; // no permissions, or not this one
    }
  }
  function isBarredFrame(name) {
    const policy = globalThis.document?.featurePolicy ?? globalThis.document?.permissionsPolicy;
    if (!policy?.features?.().includes(name)) return false;
    return !policy.allowsFeature(name);
  }
  function isSafariOverHttps() {
    const agent = globalThis.navigator?.userAgent ?? '';
    const isSafari = /AppleWebKit/.test(agent) && !/Chrom|Edg|Android/.test(agent);
    return isSafari && globalThis.location?.protocol === 'https:';
  }
  async function answers(url, isPersonAsked) {
    try {
      const inTime = isPersonAsked ? undefined : AbortSignal.timeout(limits.healthWaitMs);
      const answer = await fetch(`${url}/healthz`, { cache: 'no-store', signal: inTime });
      return answer.ok === true;
    } catch {
      return false; // nobody there, or the browser does not let us through: it does not say which
    }
  }

  // v1
  const LINE_FEED = 10;
  function readFrame(frame) {
    try {
      if (typeof frame === 'string') return Object(JSON.parse(frame));
      const bytes = new Uint8Array(frame);
      const end = bytes.indexOf(LINE_FEED);
      const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
      return { ...head, data: bytes.slice(end + 1).buffer };
    } catch {
      return {}; // a proxy newer than this script may say what we cannot read
    }
  }
  function writeFrame(head, data) {
    if (!isBytes(data)) return JSON.stringify({ ...head, data: data ?? null });
    const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
    const frame = new Uint8Array(line.length + data.byteLength);
    frame.set(line);
    frame.set(viewOf(data), line.length);
    return frame;
  }
  const CODES = {
    'no such peer': 'no-such-peer',
    'the peer takes no direct messages': 'no-direct-messages',
    'the peer takes no requests': 'no-requests',
    'too many direct messages wait for the peer': 'peer-busy',
    'timed out': 'timed-out',
    'the peer left': 'peer-left',
    'the message is too big': 'too-big',
  };
  class NamedSocketError extends Error {
    constructor(code, sentence, detail) {
      super(sentence);
      Object.assign(this, { name: 'NamedSocketError', code }, detail);
    }
  }
  function errorFor(why, to) {
    const code = Object.hasOwn(CODES, why) ? CODES[why] : 'refused';
    return new NamedSocketError(code, `The message to ${to} came to nothing: ${why}.`, { to });
  }
  class Answers {
    static #last = Math.floor(Math.random() * 2 ** 52);
    #waiting = new Map();
    get size() {
      return this.#waiting.size;
    }
    expect(to, limitMs) {
      const ref = ++Answers.#last;
      const promise = new Promise((resolve, reject) => {
        const late = () => this.fail(ref, errorFor('timed out', to));
        const timer = limitMs === undefined ? undefined : setTimeout(late, limitMs);
        this.#waiting.set(ref, { resolve, reject, timer, to });
      });
      return { ref, promise };
    }
    keep(ref, value) {
      this.#take(ref)?.resolve(value);
    }
    fail(ref, error) {
      this.#take(ref)?.reject(error);
    }
    receiverOf(ref) {
      return this.#waiting.get(ref)?.to;
    }
    failAll(code, sentence) {
      for (const [ref, { to }] of [...this.#waiting]) {
        this.fail(ref, new NamedSocketError(code, sentence, { to }));
      }
    }
    #take(ref) {
      const one = this.#waiting.get(ref);
      this.#waiting.delete(ref);
      clearTimeout(one?.timer);
      return one;
    }
  }

  // joined
  class NamedMember {
    #channel;
    constructor(channel, { id, name, kind, origin, proxy }) {
      this.#channel = channel;
      Object.assign(this, { id, name, kind, origin, proxy });
    }
    send(data) { return this.#channel.send(this.id, data); }
    request(data, options) { return this.#channel.request(this.id, data, options); }
  }
  class NamedChannel extends EventTarget {
    peers = new Map();
    #socket;
    #about;
    #delivered = new Answers();
    #replies = new Answers();
    constructor(socket, about) {
      super();
      [this.#socket, this.#about] = [socket, about];
      socket.binaryType = 'arraybuffer';
      socket.addEventListener('message', ({ data }) => this.#hear(readFrame(data)));
      socket.addEventListener('away', (event) => this.#lose(event));
      socket.addEventListener('close', (event) => this.#lose(event));
      socket.addEventListener('reconnect', (event) => this.dispatchEvent(copyOf(event)));
    }
    get scope() { return this.#about.scope; }
    get name() { return this.#about.channel; }
    get id() { return this.#about.id; }
    get readyState() { return this.#socket.readyState; }
    broadcast(data) {
      const isLegal = typeof data === 'string' || isBytes(data);
      if (!isLegal) throw new TypeError('A broadcast is a string, a buffer or a view.');
      this.#socket.send(writeFrame({ type: 'broadcast' }, data));
    }
    async send(to, data) {
      this.#needsRoom(this.#delivered, limits.sendsMax);
      const { ref, promise } = this.#delivered.expect(to);
      this.#say(this.#delivered, { type: 'send', to: idFor(to), ref }, data);
      return promise;
    }
    async request(to, data, { timeout = 10_000 } = {}) {
      this.#needsRoom(this.#replies, limits.requestsMax);
      const { ref, promise } = this.#replies.expect(to, timeout + limits.answerGraceMs);
      this.#say(this.#replies, { type: 'request', to: idFor(to), ref, timeout }, data);
      return promise;
    }
    close(code = 1000, reason = '') {
      this.#socket.close(code, reason);
    }
    #needsRoom({ size }, max) {
      if (this.readyState !== STATES.OPEN) {
        throw new NamedSocketError('away', 'There is no connection to the proxy just now.');
      }
      if (size >= max) throw new NamedSocketError('too-many', `${max} messages wait for answers.`);
    }
    #say(answers, head, data) {
      try {
        this.#socket.send(writeFrame(head, data));
      } catch (failure) {
        answers.fail(head.ref, failure); // what JSON cannot hold, such as a ring
      }
    }
    #hear(frame) {
      const { type, from, to, ref, why, data } = frame;
      if (type === 'welcome') this.#about = { ...this.#about, id: frame.id, proxy: frame.proxy };
      if (type === 'joined') this.#join(frame);
      if (type === 'left') this.#leave(memberKey(frame, this.peers));
      if (type === 'ready') this.#tellReady();
      if (type === 'broadcast' || type === 'message') this.#tell(from, data, type === 'message');
      if (type === 'request') this.#ask(frame);
      if (type === 'reply') this.#replies.keep(ref, data);
      if (type === 'delivered') this.#delivered.keep(ref);
      if (type === 'undelivered') this.#fail(ref, errorFor(why, to));
      if (type === 'error') this.#fail(ref, errorFor(why, this.#receiverOf(ref)));
    }
    #receiverOf(ref) {
      return this.#replies.receiverOf(ref) ?? this.#delivered.receiverOf(ref);
    }
    #fail(ref, error) {
      if (ref === undefined) this.dispatchEvent(detailEvent('refused', error));
      this.#delivered.fail(ref, error);
      this.#replies.fail(ref, error);
    }
    #join(frame) {
      const peer = new NamedMember(this, frame);
      this.peers.set(this.peers.has(peer.id) ? `${peer.id}@${peer.proxy}` : peer.id, peer);
      this.dispatchEvent(detailEvent('joined', { peer }));
    }
    #leave(key) {
      const peer = this.peers.get(key);
      if (this.peers.delete(key)) this.dispatchEvent(detailEvent('left', { peer }));
    }
    #tellReady() {
      this.dispatchEvent(detailEvent('ready', { peers: this.peers }));
    }
    #tell(from, data, isDirect) {
      const event = messageEvent({ data }, from, this.peers.get(from) ?? null);
      this.dispatchEvent(Object.assign(event, { isDirect }));
    }
    #ask({ from, ref, data }) {
      let isAnswered = false;
      const reply = (answer) => {
        if (isAnswered) throw new NamedSocketError('answered', 'A request is answered once.');
        isAnswered = true;
        this.#socket.send(writeFrame({ type: 'reply', to: from, ref }, answer));
      };
      const detail = { data, senderId: from, sender: this.peers.get(from) ?? null, reply };
      this.dispatchEvent(Object.assign(detailEvent('request', detail), detail));
    }
    #lose(event) {
      const sentence = 'The connection broke before the answer; the message may have arrived.';
      for (const answers of [this.#delivered, this.#replies]) answers.failAll('away', sentence);
      for (const key of [...this.peers.keys()]) this.#leave(key);
      if (event.type === 'away') this.dispatchEvent(copyOf(event));
      else this.dispatchEvent(detailEvent('close', { code: event.code, reason: event.reason }));
    }
  }
  defineHandlers(
    NamedChannel, 'message', 'request', 'joined', 'left', 'ready', 'refused', 'away', 'reconnect',
    'close',
  );
  function whenReady(socket, about) {
    const channel = new NamedChannel(socket, about);
    return new Promise((resolve, reject) => {
      let why = { state: 'refused', sentence: 'The connection ended before the channel was joined.' };
      channel.addEventListener('ready', () => resolve(channel), { once: true });
      socket.addEventListener('error', ({ detail }) => (why = detail ?? why));
      socket.addEventListener('close', () => {
        const { state, sentence, next } = why;
        reject(new NamedSocketError(state, [sentence, next].join(' ').trim(), { next }));
      });
    });
  }
  function idFor(peer) {
    return String(peer?.id ?? peer);
  }
  function memberKey({ id, proxy }, peers) {
    const isOther = peers.get(id)?.proxy !== proxy && peers.has(`${id}@${proxy}`);
    return isOther ? `${id}@${proxy}` : id;
  }

  // entry
  const DEFAULT_PROXY = 'ws://localhost:9009';
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
    NamedChannel,
    NamedSocketError,
    limits,
    proxy: undefined,
    WebSocket: undefined,
    token: undefined,
    reconnect: true,
    join: joinChannel,
    availability,
    isRunning,
    cameFrom,
  };
  function join({ scope }, name, protocols, options) {
    const isBag = Object.prototype.toString.call(protocols) === '[object Object]';
    const { id = randomId(), senders = false, proxy, token, ...bag } = (isBag ? protocols : options) ?? {};
    check(NAME.test(name), 'A channel name has 1 to 255 of A-Z a-z 0-9 . _ - + = *', name);
    check(ID.test(id), 'A peer id has 1 to 64 of A-Z a-z 0-9 _ -', id);
    const wanted = (isBag ? bag.protocols : protocols) ?? [];
    const address = addressOf(proxy);
    const Base = platformSocket(address, token);
    const place = { address, path: `${scope}/${name}/${id}`, token: String(id), senders, wanted };
    const connect = (peers) => connectTo(place, Base, peers);
    const explain = () => whyNot(httpOf(address));
    const socket = withReturn(bag.reconnect, { Base, connect, explain });
    scopes.set(socket, scope);
    return socket;
  }
  function withReturn(wish = NamedWebSocket.reconnect, { Base, connect, explain }) {
    if (!wish) return connect();
    const Lasting = lastingClassFor(Base);
    return new Lasting({ connect, explain, wish });
  }
  async function joinChannel({ scope = 'network', channel, id = randomId(), proxy, token, ...more } = {}) {
    check(scope === 'local' || scope === 'network', 'A scope is local or network', scope);
    check(NAME.test(channel), 'A channel name has 1 to 255 of A-Z a-z 0-9 . _ - + = *', channel);
    check(ID.test(id), 'A peer id has 1 to 64 of A-Z a-z 0-9 _ -', id);
    const address = addressOf(proxy);
    const Base = platformSocket(address, token);
    const details = ['name', 'kind'].filter((key) => more[key] !== undefined);
    const query = details.map((key) => `${key}=${encodeURIComponent(more[key])}`).join('&');
    const url = `${address}/${scope}/${channel}/${id}${query && `?${query}`}`;
    const socket = new (lastingClassFor(Base))({
      connect: () => new Base(url, 'nws.v1'),
      explain: () => whyNot(httpOf(address)),
      wish: more.reconnect ?? NamedWebSocket.reconnect,
    });
    return whenReady(socket, { scope, channel, id: String(id) });
  }
  function platformSocket(address, token = NamedWebSocket.token) {
    const Base = NamedWebSocket.WebSocket ?? globalThis.WebSocket;
    if (!Base) throw new DOMException('Set NamedWebSocket.WebSocket to ws', 'NotSupportedError');
    const secret = token ?? keptSession(httpOf(address));
    return secret ? admitted(Base, secret) : Base;
  }
  function connectTo({ address, path, token, senders, wanted }, Base, peers) {
    const control = new Base(`${address}/control/${path}?ready=1${senders ? '&senders=1' : ''}`);
    try {
      const Socket = socketClassFor(Base);
      return new Socket(`${address}/${path}`, wanted, { token, control, senders, peers });
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
  function httpOf(address) {
    return address.replace(/^ws/i, 'http');
  }
  async function isRunning(proxy) {
    return answers(httpOf(addressOf(proxy)), true);
  }
  async function availability({ proxy, ask = false } = {}) {
    try {
      return await availabilityOf(httpOf(addressOf(proxy)), ask);
    } catch (failure) {
      const next = `Give the proxy's address like ${DEFAULT_PROXY}.`;
      return { state: 'not-installed', sentence: failure.message, next };
    }
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
  if (typeof module !== 'object' || !module.exports) return;
  module.exports = Object.assign(NamedWebSocket, { NamedWebSocket });
})();
