'use strict';
/**
 * Keeps a Yjs document the same on all peers of a channel. Who meets another asks for what it lacks
 * by a direct message; what changes is broadcast. What was written without a connection goes along
 * with the next answer, so nobody has to keep a list of it.
 *
 * A classic script, so that pages from disk can load it; `import 'y-nws.js'` does as well.
 */
globalThis.NamedProvider = (() => {
  /** The first byte of each message. An ask carries a state vector, the others what Yjs encodes. */
  const [UPDATE, AWARENESS, ASK] = [0, 1, 2];
  const RESYNC_MS = 30_000;
  const ANSWER_MS = 3_000;
  const [RETRY_MIN_MS, RETRY_MAX_MS] = [500, 8_000];
  const OPEN = 1;

  /** Events: "status" when `isConnected` changes, "synced" when everybody there was asked. */
  class NamedProvider extends EventTarget {
    isConnected = false;
    isSynced = false;
    #Y;
    #doc;
    #awareness;
    #join;
    #socket = null;
    #toAsk = [];
    #asked = null;
    #answerTimer;
    #retryTimer;
    #retryMs = RETRY_MIN_MS;
    #resync;

    /**
     * @param name of the channel
     * @param doc a Y.Doc
     * @param Y the Yjs the document is of
     * @param Socket NetworkWebSocket, or LocalWebSocket
     * @param awareness of y-protocols, if there is one
     */
    constructor(name, doc, { Y = globalThis.Y, Socket = globalThis.NetworkWebSocket,
      awareness = null, options = {}, resyncMs = RESYNC_MS } = {}) {
      super();
      [this.#Y, this.#doc, this.#awareness] = [Y, doc, awareness];
      this.#join = () => new Socket(name, options);
      doc.on('update', this.#changed);
      awareness?.on('update', this.#moved);
      this.#resync = setInterval(() => this.#askAnyone(), resyncMs);
      this.connect();
    }

    connect() {
      if (this.#socket) return;
      const socket = this.#join();
      [this.#socket, socket.binaryType] = [socket, 'arraybuffer'];
      socket.addEventListener('ready', () => this.#ready());
      socket.addEventListener('connect', ({ detail }) => this.#met(detail.target));
      socket.addEventListener('disconnect', ({ detail }) => this.#lost(detail.target));
      socket.addEventListener('message', ({ data }) => this.#hear(data));
      socket.addEventListener('close', () => this.#closed(socket));
    }

    /** Until `connect`; the document may go on changing. */
    disconnect() {
      const socket = this.#socket;
      clearTimeout(this.#retryTimer);
      this.#socket = null;
      socket?.close();
      this.#show(false);
    }

    destroy() {
      this.disconnect();
      clearInterval(this.#resync);
      clearTimeout(this.#answerTimer);
      this.#doc.off('update', this.#changed);
      this.#awareness?.off('update', this.#moved);
    }

    #ready() {
      this.#retryMs = RETRY_MIN_MS;
      this.#show(true);
      this.#askNext();
    }

    #closed(socket) {
      if (this.#socket !== socket) return;
      this.disconnect();
      this.#retryTimer = setTimeout(() => this.connect(), this.#retryMs);
      this.#retryMs = Math.min(2 * this.#retryMs, RETRY_MAX_MS);
    }

    #show(isConnected) {
      if (this.isConnected === isConnected) return;
      this.isConnected = isConnected;
      [this.#asked, this.isSynced] = [null, false];
      if (!isConnected) this.#toAsk = [];
      this.dispatchEvent(new Event('status'));
    }

    #met(peer) {
      peer.binaryType = 'arraybuffer';
      peer.addEventListener('message', ({ data }) => this.#hear(data, peer));
      if (this.#awareness) peer.send(message(AWARENESS, this.#ownAwareness()));
      this.#toAsk.push(peer);
      if (this.isConnected && !this.#asked) this.#askNext();
    }

    #lost(peer) {
      this.#toAsk = this.#toAsk.filter((one) => one !== peer);
      if (this.#asked === peer) this.#askNext();
    }

    /** One after the other: who is asked second only says what the first did not know. */
    #askNext() {
      clearTimeout(this.#answerTimer);
      this.#asked = this.#toAsk.shift() ?? null;
      if (!this.#asked) return void this.#synced();
      this.#asked.send(message(ASK, this.#Y.encodeStateVector(this.#doc)));
      this.#answerTimer = setTimeout(() => this.#askNext(), ANSWER_MS);
    }

    #synced() {
      if (this.isSynced) return;
      this.isSynced = true;
      this.dispatchEvent(new Event('synced'));
    }

    /** A broadcast that was lost, as while two proxies meet, is made up for now and then. */
    #askAnyone() {
      const peers = this.#socket?.peers ?? [];
      if (this.#asked || peers.length === 0) return;
      this.#toAsk.push(peers[Math.floor(Math.random() * peers.length)]);
      this.#askNext();
    }

    /** @param peer who told it us alone; a broadcast has none */
    #hear(data, peer) {
      if (!(data instanceof ArrayBuffer) || data.byteLength === 0) return; // of somebody else
      const [kind, body] = [new Uint8Array(data)[0], new Uint8Array(data, 1)];
      try {
        if (kind === UPDATE) this.#Y.applyUpdate(this.#doc, body, this);
        if (kind === AWARENESS && this.#awareness) {
          this.#Y.applyAwarenessUpdate(this.#awareness, body, this);
        }
        if (kind === ASK && peer) {
          peer.send(message(UPDATE, this.#Y.encodeStateAsUpdate(this.#doc, body)));
        }
      } catch (error) {
        this.dispatchEvent(Object.assign(new Event('error'), { error })); // not of Yjs
      }
      if (kind === UPDATE && peer && peer === this.#asked) this.#askNext();
    }

    #changed = (update, origin) => {
      if (origin !== this) this.#broadcast(message(UPDATE, update));
    };

    #moved = ({ added, updated, removed }, origin) => {
      if (origin !== 'local') return;
      const clients = [...added, ...updated, ...removed];
      this.#broadcast(message(AWARENESS, this.#Y.encodeAwarenessUpdate(this.#awareness, clients)));
    };

    #ownAwareness() {
      return this.#Y.encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]);
    }

    /** Without a connection nothing is kept: the next answer holds it all. */
    #broadcast(bytes) {
      if (this.#socket?.readyState === OPEN) this.#socket.send(bytes);
    }
  }

  function message(kind, body) {
    const bytes = new Uint8Array(1 + body.length);
    bytes[0] = kind;
    bytes.set(body, 1);
    return bytes;
  }

  return NamedProvider;
})();
