// What the figures were measured on, and with.
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { bun } from './servers.mjs';

const versions = {
  bun: (place) => ask(bun(place), ['--version']),
  ws: () => `Node ${process.version}`,
  mosquitto: () => ask('sh', ['-c', 'mosquitto -h | head -n 1 || true']),
};

function ask(command, args) {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

export function describeMachine(place, servers) {
  const git = (...args) => ask('git', ['-C', place.top, ...args]);
  const java = ask('sh', ['-c', `"${join(place.javaHome, 'bin/java')}" --version | head -n 1`]);
  const described = {
    cpu: `${cpus()[0].model.trim()}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    kernel: `Linux ${release()}`,
    java,
    commit:
      git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') ? ', changed' : ''),
    command: ['bench/fanout', ...process.argv.slice(2)].join(' '),
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
  };
  for (const { name } of servers) {
    if (versions[name]) described[name] = versions[name](place);
  }
  return described;
}
