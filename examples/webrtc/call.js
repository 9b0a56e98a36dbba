'use strict';
/**
 * One WebRTC connection to one peer, by perfect negotiation: both sides may offer at any time, and
 * when two offers cross, the polite one gives way. As both sides begin at the same moment, and not
 * every browser gives way well while it gathers candidates, the polite one begins with an answer.
 * Beside picture and sound there is a data channel for words, so a machine without a camera has
 * something to say. They talk by direct messages, {description} or {candidate}; those wait at the peer until this
 * object listens, so that none is lost.
 */
class Call extends EventTarget {
  #peer;
  #own;
  #isPolite;
  #hasBegun = false;
  #isOffering = false;
  #ignoresOffer = false;
  #connection = new RTCPeerConnection();
  #words = null;
  stream = new MediaStream();

  /** @param stream what to send, or null to watch only */
  constructor(peer, ownId, stream) {
    super();
    [this.#peer, this.#own] = [peer, stream];
    this.#isPolite = String(ownId) < String(peer.id);
    const connection = this.#connection;
    connection.onnegotiationneeded = () => this.#offer();
    connection.onicecandidate = ({ candidate }) => candidate && peer.send({ candidate });
    connection.onconnectionstatechange = () => this.#changed();
    connection.ontrack = ({ track }) => this.stream.addTrack(track);
    peer.onmessage = ({ data }) => this.#hear(data);
    if (!this.#isPolite) this.#begin();
  }

  /** "new", "connecting", "connected", "disconnected", "failed" or "closed". */
  get state() {
    return this.#connection.connectionState;
  }

  /** Says something past the proxy; false if there is no way yet. */
  say(words) {
    const isOpen = this.#words?.readyState === 'open';
    if (isOpen) this.#words.send(words);
    return isOpen;
  }

  end() {
    this.#peer.onmessage = null;
    this.#connection.close();
  }

  /** Sends what there is; what is missing is only received. */
  #begin() {
    this.#hasBegun = true;
    // Agreed on by its number, so neither side has to wait for the other to open it.
    this.#words = this.#connection.createDataChannel('words', { negotiated: true, id: 0 });
    this.#words.onopen = () => this.#changed();
    this.#words.onmessage = ({ data: words }) =>
      this.dispatchEvent(new CustomEvent('words', { detail: String(words) }));
    for (const kind of ['audio', 'video']) {
      const track = this.#own?.getTracks().find((one) => one.kind === kind);
      if (track) this.#connection.addTrack(track, this.#own);
      else if (!this.#isPolite) this.#connection.addTransceiver(kind, { direction: 'recvonly' });
    }
  }

  async #offer() {
    this.#isOffering = true;
    try {
      await this.#describe();
    } finally {
      this.#isOffering = false;
    }
  }

  async #describe() {
    await this.#connection.setLocalDescription();
    this.#peer.send({ description: this.#connection.localDescription });
  }

  async #hear(data) {
    const { description, candidate } = parse(data);
    if (description) await this.#heardDescription(description);
    if (candidate) {
      const added = this.#connection.addIceCandidate(candidate);
      await (this.#ignoresOffer ? added.catch(() => null) : added);
    }
  }

  async #heardDescription(description) {
    const isBusy = this.#isOffering || this.#connection.signalingState !== 'stable';
    this.#ignoresOffer = !this.#isPolite && description.type === 'offer' && isBusy;
    if (this.#ignoresOffer) return;
    await this.#connection.setRemoteDescription(description);
    if (!this.#hasBegun) this.#begin();
    if (description.type === 'offer') await this.#describe();
  }

  #changed() {
    if (this.state === 'failed') this.#connection.restartIce();
    this.dispatchEvent(new Event('change'));
  }
}

/** Others on the channel may say anything. */
function parse(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
