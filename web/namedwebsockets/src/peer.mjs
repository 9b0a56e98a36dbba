import { isBlob, isBytes, sizeOf, fromBase64, toBase64, viewOf } from './bytes.mjs';
import { checkCode, closeEvent, defineHandlers, errorEvent, messageEvent } from './events.mjs';
import { STATES, limits } from './limits.mjs';
import { idOf, writeControl } from './wire.mjs';

/** What a channel does to its peers and pages do not. */
export const [OPEN_UP, HEAR, END] = [Symbol('open up'), Symbol('hear'), Symbol('end')];

/** Another peer of the channel, in the shape of a WebSocket: what is sent here reaches it alone. */
export class NamedPeer extends EventTarget {
  #at;
  #state = STATES.CONNECTING;
  #binaryType = typeof Blob === 'function' ? 'blob' : 'arraybuffer';
  #unsent = [];
  #unsentBytes = 0;
  #unheard = [];
  #unheardBytes = 0;
  #isStarted = false;

  /** Made by a channel alone: `at` is the peer's token, the socket, its control line, `leave`. */
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

  /** Bytes sent to this peer that have not left for the network. */
  get bufferedAmount() {
    while (this.#unsent.length > 0 && this.#at.line.hasLeft(this.#unsent[0])) {
      this.#unsentBytes -= this.#unsent.shift().bytes;
    }
    return this.#unsentBytes;
  }

  /** Sends a string or another JSON value as text; a Blob, ArrayBuffer or view as binary. */
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

  /** Stops talking with this peer; it stays on the channel. */
  close(code = 1000, reason = '') {
    checkCode(code);
    if (this.#state >= STATES.CLOSING) return;
    this.#state = STATES.CLOSING;
    queueMicrotask(() => this.#at.leave({ code, reason, wasClean: true }));
  }

  /** Direct messages wait for the first listener; this lets them go without one. */
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

/** The proxy carries any JSON value; pages hear text, as from every WebSocket. */
function textOf(payload) {
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}
