/**
 * Writes namedwebsockets.js, the one classic script that pages load, from the modules in src/:
 * their lines in order, without imports, exports, comments and blanks. `node assemble.mjs --check`
 * tells whether the script is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const PARTS = [
  'limits', 'wire', 'bytes', 'events', 'outgoing', 'senders', 'peer', 'channel', 'socket',
  'admitted', 'retry', 'lasting', 'availability', 'v1', 'joined', 'entry',
];
const TARGET = new URL('namedwebsockets.js', import.meta.url);

const HEAD = `/**
 * Named Web Sockets: LocalWebSocket and NetworkWebSocket for pages, workers and Node. MIT licence.
 * Assembled from src/, where the comments are; change that and run \`node assemble.mjs\`.
 */
(() => {
  'use strict';
`;

const TAIL = `
  const { LocalWebSocket: local, NetworkWebSocket: network } = NamedWebSocket;
  const globals = { NamedWebSocket, LocalWebSocket: local, NetworkWebSocket: network };
  for (const [name, value] of Object.entries(globals)) {
    if (name in globalThis) continue;
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
  if (typeof module !== 'object' || !module.exports) return;
  module.exports = Object.assign(NamedWebSocket, { NamedWebSocket });
})();
`;

function body(part) {
  const source = readFileSync(new URL(`src/${part}.mjs`, import.meta.url), 'utf8');
  const lines = source
    .replace(/^import .*;\n/gm, '')
    .replace(/^export /gm, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*(\/\/|\/\*|\*)/.test(line));
  return `\n  // ${part}\n${lines.map((line) => `  ${line}`).join('\n')}\n`;
}

const text = HEAD + PARTS.map(body).join('') + TAIL;
if (process.argv[2] !== '--check') {
  writeFileSync(TARGET, text);
} else if (text !== readFileSync(TARGET, 'utf8')) {
  console.error('namedwebsockets.js is out of date: run "node assemble.mjs".');
  process.exitCode = 1;
}
