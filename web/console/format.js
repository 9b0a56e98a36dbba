/** Numbers, bytes and times as a reader wants them. Pure. */

const TEXT_SHOWN_MAX = 4000;
const BYTES_SHOWN_MAX = 256;

export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function time(date) {
  const part = (number, digits = 2) => String(number).padStart(digits, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => part(n));
  return `${clock.join(':')}.${part(date.getMilliseconds(), 3)}`;
}

export function duration(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

export function plural(count, noun) {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** The start of a long text, with a word about the rest. */
export function excerpt(text) {
  if (text.length <= TEXT_SHOWN_MAX) return text;
  const rest = plural(text.length - TEXT_SHOWN_MAX, 'character');
  return `${text.slice(0, TEXT_SHOWN_MAX)}… (${rest} more)`;
}

export function hex(bytes) {
  const shown = [...bytes.subarray(0, BYTES_SHOWN_MAX)];
  const pairs = shown.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const rest = bytes.length - shown.length;
  return rest > 0 ? `${pairs} … (${plural(rest, 'byte')} more)` : pairs;
}

/** Reads pairs of hex digits; blanks, commas and 0x between them do not matter. */
export function parseHex(text) {
  const digits = text.replace(/0x|[\s,:]/gi, '');
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong) throw new Error(`“${wrong[0]}” is not a hex digit. Write bytes like 0a ff 7e.`);
  if (digits.length % 2) throw new Error('A digit is missing: each byte has two, like 0a ff 7e.');
  if (!digits) throw new Error('Write at least one byte, like 0a ff 7e.');
  return Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
}

/** A colour angle that stays with an id, so that a peer is recognised at a glance. */
export function hue(id) {
  let sum = 7;
  for (const character of String(id)) sum = (sum * 31 + character.charCodeAt(0)) % 9973;
  return (sum * 47) % 360;
}
