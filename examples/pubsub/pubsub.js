'use strict';
/**
 * Topics over one channel. Every hub on the channel hears every message, and hands those of the
 * topics that were asked for to whoever asked. The form of a message is the original example's:
 * {"action":"publish","topicURI":…,"payload":…}.
 */
class PubSubHub {
  #socket;
  #listeners = new Map();

  constructor(socket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(data));
  }

  /** Calls back with the payload of each message of the topic. Returns what ends that. */
  subscribe(topic, callback) {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(callback));
    return () => this.unsubscribe(topic, callback);
  }

  unsubscribe(topic, callback) {
    const listeners = this.#listeners.get(topic);
    listeners?.delete(callback);
    if (listeners?.size === 0) this.#listeners.delete(topic);
  }

  /** Tells all other hubs. Before the socket is open it keeps the message, so none is lost. */
  publish(topic, payload = {}) {
    this.#socket.send(JSON.stringify({ action: 'publish', topicURI: topic, payload }));
  }

  #hear(data) {
    const { action, topicURI, payload } = parse(data);
    if (action !== 'publish') return;
    for (const callback of [...(this.#listeners.get(topicURI) ?? [])]) callback(payload, topicURI);
  }
}

/** Others may say other things on the channel. */
function parse(data) {
  try {
    return JSON.parse(data) ?? {};
  } catch {
    return {};
  }
}
