import { isBytes } from './bytes.mjs';
import { copyOf, defineHandlers, detailEvent, messageEvent } from './events.mjs';
import { STATES, limits } from './limits.mjs';
import { Answers, NamedSocketError, errorFor, readFrame, writeFrame } from './v1.mjs';

/** Somebody else on a channel, as the proxies tell of it. */
class NamedMember {
  #channel;

  constructor(channel, { id, name, kind, origin, proxy }) {
    this.#channel = channel;
    Object.assign(this, { id, name, kind, origin, proxy });
  }

  send(data) { return this.#channel.send(this.id, data); }
  request(data, options) { return this.#channel.request(this.id, data, options); }
}

/** One channel on one socket: the form nws.v1 of docs/protocol/v1.md. Made by `join` alone. */
export class NamedChannel extends EventTarget {
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

  /** To everybody else; while the connection is away it is kept, within the bounds of a socket. */
  broadcast(data) {
    const isLegal = typeof data === 'string' || isBytes(data);
    if (!isLegal) throw new TypeError('A broadcast is a string, a buffer or a view.');
    this.#socket.send(writeFrame({ type: 'broadcast' }, data));
  }

  /** To one peer; kept once the message is in the queue of that peer's own socket. */
  async send(to, data) {
    this.#needsRoom(this.#delivered, limits.sendsMax);
    const { ref, promise } = this.#delivered.expect(to);
    this.#say(this.#delivered, { type: 'send', to: idFor(to), ref }, data);
    return promise;
  }

  /** Asks one peer and waits for its answer. */
  async request(to, data, { timeout = 10_000 } = {}) {
    this.#needsRoom(this.#replies, limits.requestsMax);
    // The proxy says when time is up; we do only where it cannot any more.
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

  /** Types that are not ours to know are left alone. */
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
    // One id behind two proxies is two peers; the second has its proxy in its key.
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

/** The channel, once everybody who is there is known; fails with the reason if that cannot be. */
export function whenReady(socket, about) {
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
