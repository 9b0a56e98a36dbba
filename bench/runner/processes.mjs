// Starts, watches and ends processes; reads what the kernel tells of them.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

export const SERVER_CORE = '0';
export const LOAD_CORE = '1';

const running = new Set();

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Starts command on core (undefined: any); what it says goes to a file in logs. */
export function start({ name, core, command, args, env, logs, cwd }) {
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${name.replaceAll(':', '-')}.log`);
  const out = openSync(log, 'w');
  const [program, ...all] = core ? ['taskset', '-c', core, command, ...args] : [command, ...args];
  const child = spawn(program, all, { env: env ?? process.env, cwd, stdio: ['ignore', out, out] });
  closeSync(out);
  running.add(child);
  const ended = new Promise((done) => {
    child.once('error', () => done());
    child.once('exit', () => done());
  });
  ended.then(() => running.delete(child));
  return { child, pid: child.pid, ended, log };
}

/** Ends it; what does not end in two seconds is killed. */
export async function stop({ child, ended }) {
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(hard);
}

export function killAll() {
  for (const child of running) child.kill('SIGKILL');
}

export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

const accepts = (port) =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy() && done(true));
    socket.once('error', () => done(false));
  });

/** Waits until the port accepts a connection; milliseconds between tries. */
export async function awaitPort(port, server, everyMs = 10) {
  const end = Date.now() + 60_000;
  let over = false;
  server.ended.then(() => (over = true));
  while (!(await accepts(port))) {
    if (over || Date.now() > end) {
      const said = readFileSync(server.log, 'utf8').trim().split('\n').slice(-3).join(' ');
      throw new Error(`does not listen${over ? ', it ended' : ''}: ${said}`);
    }
    await sleep(everyMs);
  }
}

/** Runs a program to its end and gives what it printed; throws with what it said on stderr. */
export function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    running.add(child);
    let out = '';
    let err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.once('error', failed);
    child.once('close', (code) => {
      running.delete(child);
      if (code === 0) done(out);
      else failed(new Error(`${command} ended with ${code}: ${(err || out).trim().slice(-400)}`));
    });
  });
}

export function rssKb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]);
}

/** CPU seconds of all threads, in steps of 10 ms: enough for what takes long. */
export function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Which interface of the kernel a server waits on: io_uring, epoll or unknown. */
export function kernelInterface(pid) {
  const kinds = readdirSync(`/proc/${pid}/fd`).map((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return ''; // closed meanwhile
    }
  });
  if (kinds.some((kind) => kind === 'anon_inode:[io_uring]')) return 'io_uring';
  return kinds.some((kind) => kind === 'anon_inode:[eventpoll]') ? 'epoll' : 'unknown';
}
