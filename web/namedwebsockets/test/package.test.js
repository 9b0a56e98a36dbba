'use strict';
/** The package as others get it: packed, installed without a network, imported, required, typed. */
const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const { createServer } = require('node:http');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { promisify } = require('node:util');

const PACKAGE = path.join(__dirname, '..');
const CONSUMER = path.join(PACKAGE, 'testing', 'consumer');
// The package itself needs nothing; what its tests need is installed by ./verify.
const tools = createRequire(path.join(PACKAGE, '..', '..', 'verification', 'package.json'));
const LIMIT = { timeout: 120_000 };
const run = promisify(execFile);

/** A proxy with one voice: it says everything back. */
function startEcho() {
  const { WebSocketServer } = tools('ws');
  const server = createServer((_, response) => response.end('{"status":"ok"}'));
  new WebSocketServer({ server }).on('connection', (socket, { url }) => {
    if (url.startsWith('/control/')) {
      socket.send('{"Action":"connect","Source":7,"Target":8,"Payload":""}');
      socket.send('{"Action":"ready","Source":7,"Target":0,"Payload":""}');
    } else {
      socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const addressOf = (server) => `ws://127.0.0.1:${server.address().port}`;

describe('the packed package', LIMIT, () => {
  let folder;
  const inFolder = (...command) => run(command[0], command.slice(1), { cwd: folder });
  const node = (...args) => inFolder(process.execPath, ...args);

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nws-package-'));
    fs.cpSync(CONSUMER, folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{"name":"consumer","private":true}');
    const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: PACKAGE,
    });
    const [{ filename }] = JSON.parse(packed.stdout);
    await inFolder('npm', 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`);
    const ws = path.dirname(tools.resolve('ws/package.json'));
    fs.symlinkSync(ws, path.join(folder, 'node_modules', 'ws'));
  }, LIMIT);

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  test('holds what is needed and nothing else', () => {
    const installed = path.join(folder, 'node_modules', 'namedwebsockets');

    assert.deepEqual(fs.readdirSync(installed).sort(), [
      'LICENSE', 'README.md', 'namedwebsockets.d.mts', 'namedwebsockets.d.ts',
      'namedwebsockets.js', 'namedwebsockets.mjs', 'package.json', 'src',
    ]);
  });

  const isModern = typeof WebSocket === 'function';
  const sockets = isModern ? [['Node\'s own'], ['`ws`', 'ws']] : [['`ws`', 'ws']];
  for (const [name, argument = ''] of sockets) {
    test(`can be imported and talks through ${name}`, LIMIT, async () => {
      const server = await startEcho();

      const { stdout } = await node('imports.mjs', addressOf(server), argument);
      server.close();

      assert.equal(stdout, 'ready there and back v1 1 true\n');
    });
  }

  test('can be required, and says in words that there is no proxy', LIMIT, async () => {
    const server = await startEcho();
    const address = addressOf(server);
    await new Promise((resolve) => server.close(resolve));

    const { stdout } = await node('requires.cjs', address);

    assert.equal(stdout, 'not-installed\n1006 No proxy answers on this machine.\n');
  });

  const compilers = [
    ['nodenext', 'nodenext', ['typed.mts', 'typed.cts']],
    ['esnext', 'bundler', ['typed.mts']],
  ];
  for (const [module, resolution, files] of compilers) {
    test(`satisfies the strict compiler with ${resolution}`, LIMIT, async () => {
      const flags = ['--strict', '--noEmit', '--exactOptionalPropertyTypes',
        '--noUncheckedIndexedAccess', '--target', 'esnext', '--lib', 'esnext,dom'];
      const told = await node(tools.resolve('typescript/bin/tsc'), ...flags, '--module', module,
        '--moduleResolution', resolution, ...files).catch((failure) => failure);

      assert.equal(told.stdout, '');
      assert.equal(told.code ?? 0, 0);
    });
  }
});
