/** Rates from counters that only grow: two looks, and the time between them. Pure. */
import { size } from './format.js';

const KEPT = 60;
/** Beyond this a rate would be of a time that nobody looked at. */
const GAP_MS_MAX = 8000;
const NAMES = ['messagesIn', 'bytesIn', 'messagesOut', 'bytesOut', 'directs'];
const TOTALS = {
  messagesIn: 'messages.received', bytesIn: 'bytes.received',
  messagesOut: 'messages.delivered', bytesOut: 'bytes.delivered', directs: 'directs.sent',
};

export class Rates {
  #before = new Map();
  #history = new Map();
  #atMs = 0;

  /**
   * Takes the proxy's status and when it was so. Tells of each channel's key, and of '' for all
   * together, `{ now, history }`: now is null until there are two looks to compare.
   */
  look({ channels, counters }, atMs) {
    const isNear = atMs - this.#atMs <= GAP_MS_MAX;
    const seconds = (atMs - this.#atMs) / 1000;
    const counts = new Map(channels.map((channel) => [keyOf(channel), channel.traffic ?? {}]));
    counts.set('', totalOf(counters ?? {}));
    const rates = new Map();
    for (const [key, count] of counts) {
      const before = isNear ? this.#before.get(key) : undefined;
      const now = before && rateOf(before, count, seconds);
      rates.set(key, { now, history: this.#keep(key, now) });
    }
    for (const key of this.#history.keys()) if (!counts.has(key)) this.#history.delete(key);
    [this.#before, this.#atMs] = [counts, atMs];
    return rates;
  }

  #keep(key, now) {
    const history = this.#history.get(key) ?? [];
    history.push(now ? now.messagesIn + now.messagesOut + now.directs : null);
    if (history.length > KEPT) history.shift();
    this.#history.set(key, history);
    return history;
  }
}

export function keyOf({ scope, name }) {
  return `${scope}/${name}`;
}

function totalOf(counters) {
  return Object.fromEntries(NAMES.map((name) => [name, counters[TOTALS[name]] ?? 0]));
}

/** Null if a counter fell: the channel, or the proxy, is another of the same name. */
function rateOf(before, after, seconds) {
  const grown = NAMES.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]);
  if (seconds <= 0 || grown.some(([, much]) => much < 0)) return null;
  return Object.fromEntries(grown.map(([name, much]) => [name, much / seconds]));
}

/** 0, 0.4, 7.5, 31, 12,345: as many digits as say something. */
export function figure(number) {
  if (number === 0) return '0';
  if (number < 0.1) return '<0.1';
  return number < 10 ? number.toFixed(1) : Math.round(number).toLocaleString('en');
}

/** In and out, and in bytes: what went to peers here counts once for each of them. */
export function sentenceOf({ messagesIn, messagesOut, bytesIn, bytesOut, directs }) {
  if (messagesIn + messagesOut + directs === 0) return 'silent now';
  const of = (messages, bytes) => `${figure(messages)}/s, ${size(Math.round(bytes))}/s`;
  const alone = directs > 0 ? ` · ${figure(directs)}/s to one peer` : '';
  return `in ${of(messagesIn, bytesIn)} · out ${of(messagesOut, bytesOut)}${alone}`;
}

/** The same with less: messages only. */
export function shortOf({ messagesIn, messagesOut, directs }) {
  if (messagesIn + messagesOut + directs === 0) return 'silent now';
  const parts = [['in', messagesIn], ['out', messagesOut], ['to one', directs]];
  const shown = parts.filter(([, much], index) => index < 2 || much > 0);
  return shown.map(([word, much]) => `${word} ${figure(much)}/s`).join(' · ');
}

/** The path of a small picture of numbers over time, newest at the right; null is a gap. */
export function spark(values, width, height) {
  const most = Math.max(1, ...values.filter((value) => value !== null));
  const step = width / (KEPT - 1);
  const left = width - (values.length - 1) * step;
  let isDown = false;
  const parts = values.map((value, index) => {
    const letter = isDown ? 'L' : 'M';
    isDown = value !== null;
    if (!isDown) return '';
    const [x, y] = [left + index * step, height - 1 - (value / most) * (height - 2)];
    return `${letter}${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return parts.join('');
}
