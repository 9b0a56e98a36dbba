// Two of ours with a link between them, and what bare TLS does.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, loadOn } from './load.mjs';
import { cpuSeconds, freePort, run, sleep } from './processes.mjs';
import { Rows } from './rounds.mjs';
import { isOurs, launch } from './servers.mjs';

export const NETWORK = '/network/c%c/%p';

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
  loadOn(linked, context, { path: NETWORK, port2: linked.otherPorts, await: 30, ...options }, first);

/** Fan-out through a link, ours only. */
export async function network(servers, context, scenario) {
  const rows = new Rows(scenario);
  for (const server of servers.filter(({ name }) => isOurs(name))) {
    let linked;
    try {
      linked = await launchLinked(server, context.place, 1);
      for (let round = 0; round < context.options.rounds; round++) {
        rows.add(server.name, figuresOf(await acrossLink(linked, context, scenario.load, round === 0)));
      }
    } catch (error) {
      rows.fail(server.name, error);
    }
    await linked?.stop();
  }
  if (scenario.tls) await addTls(rows, context, scenario.load.size ?? 100);
  return rows.list();
}

/** The same message at a low rate on a local and on a network channel of the same proxy. */
export async function added(servers, context, scenario) {
  const rows = new Rows(scenario);
  for (const server of servers.filter(({ name }) => isOurs(name))) {
    let linked;
    try {
      linked = await launchLinked(server, context.place, 1);
      for (let round = 0; round < context.options.rounds; round++) {
        const local = await loadOn(linked, context, scenario.load, round === 0);
        const far = await acrossLink(linked, context, scenario.load, round === 0);
        rows.add(server.name, {
          localP50: local.p50us,
          networkP50: far.p50us,
          networkP99: far.p99us,
          addedP50: far.p50us - local.p50us,
        });
      }
    } catch (error) {
      rows.fail(server.name, error);
    }
    await linked?.stop();
  }
  await addTls(rows, context, 100);
  return rows.list();
}

/** The CPU time of two linked proxies that share a channel on which nothing happens. */
export async function rest(servers, context, scenario) {
  const rows = new Rows(scenario);
  for (const server of servers.filter(({ name }) => isOurs(name))) {
    let linked;
    try {
      linked = await launchLinked(server, context.place, 1);
      const seconds = context.options.quick ? 1 : 30;
      const hold = acrossLink(linked, context, { seconds: 0, hold: seconds + 5 }, true);
      hold.catch(() => {}); // awaited below
      await sleep(context.options.quick ? 2000 : 4000); // what is new settles
      const before = linked.all.map(({ pid }) => cpuSeconds(pid));
      await sleep(seconds * 1000);
      linked.all.forEach(({ pid }, i) =>
        rows.add(server.name, { restPercent: (100 * (cpuSeconds(pid) - before[i])) / seconds }),
      );
      await linked.stop();
      await hold;
    } catch (error) {
      rows.fail(server.name, error);
      await linked?.stop();
    }
  }
  return rows.list();
}

/** Two rows: both ends on one core, as the proxies are, and each on its own. */
async function addTls(rows, context, size) {
  const { place, options } = context;
  const store = join(place.target, 'tls.p12');
  const classes = join(place.target, 'tls');
  const java = (program) => join(place.javaHome, 'bin', program);
  rmSync(store, { force: true });
  const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=localhost'];
  const kept = ['-storetype', 'PKCS12', '-keystore', store, '-storepass', 'benchmark'];
  await run(java('keytool'), ['-genkeypair', '-alias', 'tls', ...key, ...kept]);
  await run(java('javac'), ['-d', classes, join(place.peers, 'TlsStream.java')]);
  const seconds = Math.max(options.seconds, 0.5);
  for (let round = 0; round < options.rounds; round++) {
    for (const [name, cores] of [['tls, one core', '0'], ['tls, two cores', '0,1']]) {
      const args = ['-cp', classes, 'TlsStream', store, `${size}`, `${seconds}`];
      const got = JSON.parse(await run('taskset', ['-c', cores, java('java'), ...args]));
      rows.add(name, {
        p50: got.p50us,
        p99: got.p99us,
        addedP50: got.p50us,
        perSecond: got.perSecond,
        batched: got.batchedPerSecond,
      });
    }
  }
}
