import { isBytes, viewOf } from './bytes.mjs';

const LINE_FEED = 10;

/** Reads a frame of the form nws.v1: one object, or one on the first line and bytes after it. */
export function readFrame(frame) {
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

/** Writes one: buffers and views go as they are, everything else as JSON. */
export function writeFrame(head, data) {
  if (!isBytes(data)) return JSON.stringify({ ...head, data: data ?? null });
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`);
  const frame = new Uint8Array(line.length + data.byteLength);
  frame.set(line);
  frame.set(viewOf(data), line.length);
  return frame;
}

/** What the proxy says of a message that did not arrive, as codes for programs. */
const CODES = {
  'no such peer': 'no-such-peer',
  'the peer takes no direct messages': 'no-direct-messages',
  'the peer takes no requests': 'no-requests',
  'too many direct messages wait for the peer': 'peer-busy',
  'timed out': 'timed-out',
  'the peer left': 'peer-left',
  'the message is too big': 'too-big',
};

/** Why a message, a request or a channel came to nothing: `code` for programs, and a sentence. */
export class NamedSocketError extends Error {
  constructor(code, sentence, detail) {
    super(sentence);
    Object.assign(this, { name: 'NamedSocketError', code }, detail);
  }
}

export function errorFor(why, to) {
  const code = Object.hasOwn(CODES, why) ? CODES[why] : 'refused';
  return new NamedSocketError(code, `The message to ${to} came to nothing: ${why}.`, { to });
}

/** Promises of answers, by the number that the answer will carry. */
export class Answers {
  // One count for all, as no two that wait may have one number. It begins anywhere: a late reply to
  // a page of this id before us is not taken for ours.
  static #last = Math.floor(Math.random() * 2 ** 52);
  #waiting = new Map();

  get size() {
    return this.#waiting.size;
  }

  /** A new number, and the promise of its answer; broken in any case after `limitMs`, if given. */
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

  /** The peer that a number was for. */
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
