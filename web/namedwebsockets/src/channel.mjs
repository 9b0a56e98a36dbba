import { detailEvent, errorEvent, messageEvent, untilGone } from './events.mjs';
import { STATES, limits } from './limits.mjs';
import { Outgoing } from './outgoing.mjs';
import { END, HEAR, NamedPeer, OPEN_UP } from './peer.mjs';
import { Senders } from './senders.mjs';
import { idOf, keyOf, readControl } from './wire.mjs';

/** What a named socket knows of its channel: who else is there, and its control line. */
export class Channel {
  peers;
  #socket;
  #control;
  #line;
  #known = new Map();
  #senders = null;
  #isRosterKnown = false;
  #rosterTimer;
  #settle;

  /** @param peers the list to keep, which outlives a channel that is joined anew */
  constructor(socket, { control, senders, peers = [] }) {
    [this.#socket, this.#control, this.peers] = [socket, control, peers];
    // Others do not know us before the socket is open: no direct message may come before.
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

  /** Actions that are not ours to know are left alone. */
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

  /** Nothing more is known of the others. The socket may be about to close too: then it says so. */
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
