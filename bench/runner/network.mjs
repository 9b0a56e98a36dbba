// Two of ours with a link between them, and what bare TLS does.
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, loadOn, warmedLonger } from './load.mjs';
import { cpuSeconds, freePort, run, sleep } from './processes.mjs';
import { attempt, interleave } from './rounds.mjs';
import { launch } from './servers.mjs';

export const NETWORK = '/network/c%c/%p';

// The path through TLS and HTTP/2 is ten times as much code as the local one, and is run once for
// each tick: it takes so many times as long until the compilers have seen all of it.
const WARMUPS = 4;

/** A hub and count others that link to it over loopback; nothing is announced to the LAN. */
export async function launchLinked(server, place, count) {
  const hubPort = await freePort();
  const lan = (port, ...more) => ['--multicast', 'off', '--link-port', `${port}`, ...more];
  const hub = await launch(server, place, { lan: lan(hubPort) });
  const others = [];
  try {
    for (let i = 0; i < count; i++) {
      const peer = ['--peer', `127.0.0.1:${hubPort}`];
      others.push(await launch(server, place, { lan: lan(await freePort(), ...peer) }));
    }
  } catch (error) {
    await stopAll([hub, ...others]);
    throw error;
  }
  const all = [hub, ...others];
  return {
    server,
    port: hub.port,
    pid: all.map(({ pid }) => pid).join(','),
    otherPorts: others.map(({ port }) => port).join(','),
    all,
    stop: () => stopAll(all),
  };
}

async function stopAll(servers) {
  for (const server of servers) await server.stop();
}

/** The sender is at the hub, the receivers are at the others; starts once all are announced. */
export const acrossLink = (linked, context, options, first) =>
  loadOn(
    linked,
    context,
    { path: NETWORK, port2: linked.otherPorts, await: 30, ...options },
    first,
  );

const linkedOne = { begin: (server, place) => launchLinked(server, place, 1), kind: 'linked' };

/** Fan-out through a link. */
export function network(servers, context, scenario) {
  const size = scenario.load.size ?? 100;
  const after = scenario.tls && ((rows, round) => addTls(rows, context, size, round));
  const warm = warmedLonger(context, WARMUPS);
  return interleave(
    servers,
    context,
    scenario,
    async (linked, first) => figuresOf(await acrossLink(linked, warm, scenario.load, first)),
    { ...linkedOne, after },
  );
}

/** The same message at a low rate on a local and on a network channel of the same proxy. */
export function added(servers, context, scenario) {
  const warm = warmedLonger(context, WARMUPS);
  const measure = async (linked, first) => {
    // At a low rate nothing would ever be compiled.
    if (first) await acrossLink(linked, warm, { ...scenario.load, rate: 0 }, true);
    const local = await loadOn(linked, context, scenario.load, first);
    const far = await acrossLink(linked, context, scenario.load, false);
    return {
      localP50: local.p50us,
      networkP50: far.p50us,
      networkP99: far.p99us,
      addedP50: far.p50us - local.p50us,
    };
  };
  const after = (rows, round) => addTls(rows, context, 100, round);
  return interleave(servers, context, scenario, measure, { ...linkedOne, after });
}

/** The CPU time of two linked proxies that share a channel on which nothing happens. */
export function rest(servers, context, scenario) {
  const { quick } = context.options;
  const seconds = quick ? 1 : 30;
  const once = { ...context, options: { ...context.options, rounds: 1 } };
  const measure = async (linked) => {
    await acrossLink(linked, context, { seconds: 0 }, true);
    const hold = acrossLink(linked, context, { seconds: 0, hold: seconds + 5 }, false);
    hold.catch(() => {}); // awaited below
    await sleep(quick ? 1000 : 4000); // what is new settles
    const before = linked.all.map(({ pid }) => cpuSeconds(pid));
    await sleep(seconds * 1000);
    const spent = linked.all.map(({ pid }, i) => cpuSeconds(pid) - before[i]);
    if (!quick) await hold;
    return { hubPercent: (100 * spent[0]) / seconds, otherPercent: (100 * spent[1]) / seconds };
  };
  return interleave(servers, once, scenario, measure, linkedOne);
}

const TLS_ROUNDS = 3;
const PLACES = [
  ['tls, one core', '0'],
  ['tls, two cores', '0,1'],
];
let prepared;
let smoked; // a smoke run measures this once

const changed = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const isNewer = (made, source) => changed(made) > changed(source);

function prepareTls(place) {
  const store = join(place.target, 'tls.p12');
  const classes = join(place.target, 'tls');
  const java = (program) => join(place.javaHome, 'bin', program);
  const made = { java: java('java'), args: ['-cp', classes, 'TlsStream', store] };
  const make = async () => {
    const source = join(place.peers, 'TlsStream.java');
    if (isNewer(join(classes, 'TlsStream.class'), source)) return made;
    rmSync(store, { force: true });
    const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=localhost'];
    const kept = ['-storetype', 'PKCS12', '-keystore', store, '-storepass', 'benchmark'];
    await run(java('keytool'), ['-genkeypair', '-alias', 'tls', ...key, ...kept]);
    await run(java('javac'), ['-d', classes, source]);
    return made;
  };
  prepared ??= make();
  return prepared;
}

/** Two rows: both ends on one core, as the proxies are, and each on its own. */
async function addTls(rows, { place, options }, size, round) {
  if (round >= TLS_ROUNDS || (options.quick && size !== 100)) return;
  const { java, args } = await prepareTls(place);
  for (const [name, cores] of options.quick ? PLACES.slice(0, 1) : PLACES) {
    await attempt(rows, name, async () => {
      const program = ['-c', cores, java, ...args, `${size}`, `${options.seconds}`];
      if (!options.quick || !smoked) smoked = JSON.parse(await run('taskset', program));
      const got = smoked;
      return {
        p50: got.p50us,
        p99: got.p99us,
        addedP50: got.pacedP50us,
        perSecond: got.perSecond,
        batched: got.batchedPerSecond,
      };
    });
  }
}
