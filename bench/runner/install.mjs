// Compiles the programs in C, and gets what the other servers need.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';
import { bun } from './servers.mjs';

const LOAD = ['load.c', 'open.c', 'direct.c', 'wire.c', 'stats.c', 'mqtt.c'];
const CEILING = ['ceiling.c', 'uring.c'];
const POLICY = '/usr/sbin/policy-rc.d';

/** Where everything is. */
export function findPlaces(out) {
  const bench = dirname(dirname(fileURLToPath(import.meta.url)));
  const target = join(bench, 'target');
  const results = out ?? join(target, 'results');
  rmSync(join(target, 'logs'), { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  mkdirSync(target, { recursive: true });
  return {
    bench,
    target,
    results,
    top: dirname(bench),
    peers: join(bench, 'peers'),
    logs: join(target, 'logs'),
    load: join(target, 'load'),
  };
}

export async function compile(place) {
  const time = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(place.bench).filter((file) => /\.[ch]$/.test(file));
  const newest = Math.max(...sources.map((file) => time(join(place.bench, file))));
  const gcc = async (name, files) => {
    const made = join(place.target, name);
    if (time(made) < newest) await run('gcc', ['-O2', '-o', made, ...files], { cwd: place.bench });
  };
  await gcc('load', LOAD);
  await gcc('ceiling', CEILING);
}

export function findJdk(place) {
  const script = `. "${place.top}/scripts/find-jdk" && find_jdk && printf %s "$JAVA_HOME"`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' });
}

/** Builds ours if it is stale, as its user would: that must not happen within a measurement. */
export async function buildOurs(nws) {
  await run(nws, ['--version']);
}

async function npm(place) {
  if (!bun(place)) {
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: place.peers });
  }
  if (!bun(place)) throw new Error('npm has no bun for this machine');
}

function has(command) {
  const path = `${process.env.PATH}:/usr/sbin:/sbin`;
  process.env.PATH = path;
  return path.split(':').some((folder) => existsSync(join(folder, command)));
}

async function mosquitto() {
  if (has('mosquitto')) return;
  if (process.getuid() !== 0 || !has('apt-get')) {
    throw new Error('mosquitto is missing; on Debian or Ubuntu: sudo apt-get install mosquitto');
  }
  // A daemon that is installed to be measured shall not run by itself.
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['-q', 'update'], { env });
    await run('apt-get', ['-q', 'install', '-y', '--no-install-recommends', 'mosquitto'], { env });
  } finally {
    if (ours) rmSync(POLICY);
  }
}

async function netty(place) {
  await buildOurs(join(place.top, 'nws')); // its jars are the class path
}

const installers = { npm, mosquitto, nws: netty };
const installed = new Map();

/** Gets what a server needs; throws with a sentence if that cannot be had. */
export async function provide(server, place, mayInstall) {
  const need = server.needs;
  if (!need) return;
  const there = { npm: () => bun(place), mosquitto: () => has('mosquitto') }[need];
  if (!mayInstall && there && !there()) throw new Error('not installed');
  if (!installed.has(need)) installed.set(need, installers[need](place));
  await installed.get(need);
}
