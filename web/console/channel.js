/** One channel that this page joined: its socket, and what happens on it as lines for a log. */
import { showEnd } from './explain.js';
import { excerpt, hex } from './format.js';

const { LocalWebSocket, NetworkWebSocket } = window.NamedWebSocket;
const encoder = new TextEncoder();

export class JoinedChannel {
  #watcher;
  #socket;
  #isLeaving = false;

  /**
   * Throws a SyntaxError for an illegal name or id. The watcher hears `line(entry)`, `peers(list)`,
   * `state(word, sentence)`; the sentence is empty unless something is wrong.
   */
  constructor({ scope, name, id }, messageBytesMax, watcher) {
    Object.assign(this, { scope, name, id: id || undefined, messageBytesMax });
    this.#watcher = watcher;
    this.open();
  }

  open() {
    const Socket = this.scope === 'local' ? LocalWebSocket : NetworkWebSocket;
    const { id } = this;
    const socket = new Socket(this.name, [], {
      senders: true, reconnect: false, ...(id && { id }),
    });
    [this.#socket, this.#isLeaving, this.id] = [socket, false, socket.id];
    socket.binaryType = 'arraybuffer';
    let wasOpen = false;
    socket.onopen = () => (wasOpen = true);
    socket.onready = () => this.#ready();
    socket.onmessage = (event) => this.#received(event, 'everybody');
    socket.onconnect = ({ detail }) => this.#came(detail.target);
    socket.ondisconnect = ({ detail }) => this.#went(detail.target);
    socket.onundelivered = ({ detail }) =>
      this.#note(`${detail.id} did not get a message: ${detail.reason}.`, 'bad');
    socket.onerror = ({ message }) => message && this.#watcher.state('open', message);
    socket.onclose = (event) => this.#closed(event, wasOpen);
    queueMicrotask(() => this.#watcher.state('waiting', ''));
  }

  leave() {
    this.#isLeaving = true;
    this.#socket.close(1000);
  }

  /** Sends a string, bytes or a File, to everybody or one peer; throws what is to be shown. */
  send(to, data) {
    if (this.#socket.readyState !== 1) throw new Error('Not connected. Choose Rejoin, then send.');
    const bytes = data.byteLength ?? data.size ?? encoder.encode(data).length;
    const peer = to && this.#socket.peers.find(({ id }) => String(id) === to);
    if (to && !peer) throw new Error(`${to} has left. Choose another receiver.`);
    (peer || this.#socket).send(data);
    const who = peer ? String(peer.id) : 'everybody';
    const shown = data instanceof File ? data.name : data;
    this.#line({ kind: 'message', direction: 'out', who, bytes, ...display(shown, data) });
  }

  #ready() {
    const count = this.#socket.peers.length;
    this.#watcher.state('open', '');
    const others = count === 0 ? 'nobody else is here' : `${count} here already`;
    this.#note(`Joined as ${this.id}; ${others}.`);
  }

  #came(peer) {
    peer.binaryType = 'arraybuffer';
    peer.onmessage = (event) => this.#received(event, 'you');
    this.#watcher.peers(this.#socket.peers);
    this.#note(`${peer.id} is here.`);
  }

  #went(peer) {
    this.#watcher.peers(this.#socket.peers);
    if (this.#socket.readyState === 1) this.#note(`${peer.id} left.`);
  }

  #received({ data, senderId }, to) {
    const bytes = data.byteLength ?? encoder.encode(data).length;
    const who = String(senderId ?? 'somebody');
    this.#line({ kind: 'message', direction: 'in', who, to, bytes, ...display(data, data) });
  }

  async #closed(event, wasOpen) {
    this.#watcher.peers([]);
    if (this.#isLeaving) return;
    this.#note(await showEnd(this, { event, wasOpen }, this.#watcher), 'bad');
  }

  #note(text, tone = '') {
    this.#line({ kind: 'note', direction: '', who: '', text, tone });
  }

  #line(entry) {
    this.#watcher.line({ at: new Date(), ...entry });
  }
}

/** How a payload is shown; a file by its name, other bytes in hex. */
function display(shown, data) {
  if (typeof data === 'string') return { form: 'text', text: excerpt(data) };
  if (typeof shown === 'string') return { form: 'binary', text: shown };
  return { form: 'binary', text: hex(new Uint8Array(data)) };
}
