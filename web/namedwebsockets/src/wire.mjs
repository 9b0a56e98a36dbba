// "." and ".." are legal to the proxy, but every URL parser swallows them.
export const NAME = /^(?!\.\.?$)[A-Za-z0-9._=+*-]{1,255}$/;
export const ID = /^[A-Za-z0-9_-]{1,64}$/;

// The proxy writes these keys in this order. Ids are read as text, for a double may not hold them.
const CONTROL_HEAD = /^\{"Action":"\w+","Source":(\d+|"[\w-]*"),"Target":(\d+|"[\w-]*"),/;

/** Reads one control message; empty if it is none of ours. */
export function readControl(text) {
  try {
    const { Action: action, Source, Target, Payload: payload } = JSON.parse(text);
    const head = CONTROL_HEAD.exec(text);
    const written = (id) => JSON.stringify(id ?? 0);
    const [source, target] = head?.slice(1) ?? [written(Source), written(Target)];
    return { action, source, target, payload };
  } catch {
    return {};
  }
}

/** Writes one control message; `target` is an id as it came over the wire, `json` is JSON text. */
export function writeControl(action, target, json) {
  return `{"Action":"${action}","Target":${target},"Payload":${json}}`;
}

/** An id of the wire as pages see it: a number where that is exact, else a string. */
export function idOf(token) {
  if (token.startsWith('"')) return token.slice(1, -1);
  return Number.isSafeInteger(Number(token)) ? Number(token) : token;
}

/** An id of the wire as a key: a number and its digits in a string are one id. */
export function keyOf(token) {
  return String(idOf(token));
}

/** 53 random bits: ids are numbers that every reader holds exactly. */
export function randomId() {
  const { crypto } = globalThis;
  if (!crypto?.getRandomValues) return 1 + Math.floor(Math.random() * Number.MAX_SAFE_INTEGER);
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0x1fffff) * 2 ** 32 + low || 1;
}
