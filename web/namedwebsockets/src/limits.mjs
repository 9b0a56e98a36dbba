/** Bounds of every queue and wait; a page may change them before it opens sockets. */
export const limits = {
  /** Bytes that wait for a socket to open or for a Blob to be read; beyond, `send` throws. */
  queueBytesMax: 16 * 1024 * 1024,
  /** Direct messages a peer keeps until somebody listens; beyond, newer ones are dropped. */
  unheardMessagesMax: 1024,
  unheardBytesMax: 16 * 1024 * 1024,
  /** How long a broadcast waits for word of its sender (option `senders`). */
  senderWaitMs: 250,
  /** Words of senders that may run ahead of their broadcasts. */
  sendersMax: 65536,
  /** After this time on the control line the roster counts as known: older proxies do not say. */
  readyWaitMs: 2000,
  /** How long a socket may outlive its control line before that counts as an error. */
  controlGraceMs: 250,
  /** What is kept of what a page sends while its connection is away; beyond, the oldest go. */
  awayMessagesMax: 1000,
  awayBytesMax: 1024 * 1024,
  /** The first wait before coming back and the longest; between them each is twice the last. */
  retryFirstMs: 250,
  retryMaxMs: 15000,
  /** A connection that lasted this long was a good one: the waits begin anew. */
  retryCalmMs: 5000,
  /** How long a proxy may take to say that it is there. */
  healthWaitMs: 3000,
  /** Messages and requests of a channel that wait for word; the proxy holds no more requests. */
  sendsMax: 65536,
  requestsMax: 1024,
  /** How long after its time a request waits for the proxy to say that it is over. */
  answerGraceMs: 1000,
};

export const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };
