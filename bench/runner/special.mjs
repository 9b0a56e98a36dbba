// Scenarios that are more than one run of the load: set-up, idle peers, a stuck reader, the start.
import { readFileSync } from 'node:fs';
import { LOAD_CORE, cpuSeconds, rssKb, sleep, start } from './processes.mjs';
import { BATCH, figuresOf, loadOn, warm } from './load.mjs';
import { Rows, interleave } from './rounds.mjs';
import { launch } from './servers.mjs';

/** Sockets opened, many at a time, and ended with the load. */
export function setup(servers, context, scenario) {
  return interleave(servers, context, scenario, async (server, first) => {
    const channels = context.options.quick ? 20 : 200;
    const options = { channels, peers: 10, seconds: 0 };
    const got = await loadOn(server, context, options, first);
    return {
      perSecond: got.opened / got.openSeconds,
      perCpuSecond: got.opened / got.openCpu,
      rssMb: got.rssKb / 1024,
      loadShare: (100 * got.openLoadCpu) / got.openSeconds,
    };
  });
}

export function direct(servers, context, scenario) {
  const load = { peers: 2, direct: 1, ...scenario.load };
  return interleave(servers, context, scenario, async (server, first) =>
    figuresOf(await loadOn(server, context, load, first)),
  );
}

// What the kernel holds for sockets: slabs, and the buffers of TCP in pages of 4 KiB.
function kernelKb() {
  const slab = Number(/^Slab:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))[1]);
  const tcp = Number(/^TCP:.* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))[1]);
  return slab + 4 * tcp;
}

/** Memory that grows with peers that do nothing; each server is started anew for each round. */
export async function idle(servers, context, scenario) {
  const rows = new Rows(scenario);
  const channels = context.options.quick ? 20 : 1000;
  for (let round = 0; round < Math.min(context.options.rounds, 3); round++) {
    for (const server of servers) {
      try {
        rows.add(server.name, await idleOnce(server, context, channels));
      } catch (error) {
        rows.fail(server.name, error);
      }
    }
  }
  return rows.list();
}

async function idleOnce(server, context, channels) {
  const settle = context.options.quick ? 300 : 3000;
  const live = await launch(server, context.place);
  try {
    // A few peers first: what the first of all costs is not what each costs.
    await loadOn(live, context, { channels: 10, peers: 10, seconds: 0 }, false);
    await sleep(settle);
    const before = rssKb(live.pid);
    const kernelBefore = kernelKb();
    const load = holdPeers(live, context, channels);
    await opened(load);
    await sleep(settle);
    const grown = rssKb(live.pid) - before;
    // Half is the load's: both ends of each connection are on this machine.
    const kernel = (kernelKb() - kernelBefore) / 2;
    load.child.kill('SIGKILL');
    await load.ended;
    const peers = channels * 10;
    return {
      kbPerPeer: grown / peers,
      kernelKbPerPeer: kernel / peers,
      rssMb: (before + grown) / 1024,
    };
  } finally {
    await live.stop();
  }
}

function holdPeers(live, context, channels) {
  const options = { port: live.port, channels, peers: 10, batch: BATCH, seconds: 0, hold: 600 };
  if (live.server.mqtt) options.mqtt = 1;
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const { load, logs } = context.place;
  return start({ name: `idle-${live.server.name}`, core: LOAD_CORE, command: load, args, logs });
}

async function opened(load) {
  let over = false;
  load.ended.then(() => (over = true));
  for (let i = 0; i < 2400; i++) {
    const said = readFileSync(load.log, 'utf8');
    if (said.includes('"rssKb"')) return;
    if (over) throw new Error(`the load ended: ${said.trim()}`);
    await sleep(100);
  }
  throw new Error('the peers were not open in four minutes');
}

const MEASURED = { peers: 101, window: 2000, rate: 1000 };
// A channel of its own, whose sender keeps 32 messages in flight to ten that read.
const BURSTS = { first: 1000, peers: 11, window: 32, sample: 16 };

/** The delay of healthy receivers, with one that never reads beside them or on another channel. */
export function stuck(servers, context, scenario) {
  return interleave(servers, context, scenario, async (server, first) => {
    const beside = scenario.elsewhere ? BURSTS : undefined;
    if (first) await warm(server, context, MEASURED);
    const without = await measured(server, context, 0, beside);
    const withOne = await measured(server, context, 1, beside);
    return {
      p50Without: without.p50us,
      p50With: withOne.p50us,
      p99Without: without.p99us,
      p99With: withOne.p99us,
      p999With: withOne.p999us,
      p99Ratio: withOne.p99us / without.p99us,
    };
  });
}

/** With beside, that load runs on another channel meanwhile, and has the stuck member. */
async function measured(server, context, count, beside) {
  if (!beside) return loadOn(server, context, { ...MEASURED, stuck: count }, false);
  const { quick, seconds, warmup } = context.options;
  const longer = seconds + (quick ? 0.3 : 1) + warmup;
  const bursts = loadOn(
    server,
    context,
    { ...beside, stuck: count, seconds: longer, warmup: 0 },
    false,
  );
  bursts.catch(() => {}); // told below, after the other
  await sleep(200);
  const got = await loadOn(server, context, MEASURED, false);
  await bursts;
  return got;
}

/** From the start of the process until its port accepts, on all cores; memory 3 s later. */
export async function starting(servers, context, scenario) {
  const rows = new Rows(scenario);
  const starts = context.options.quick ? 1 : 15;
  for (let i = 0; i < starts; i++) {
    for (const server of servers) {
      try {
        const live = await launch(server, context.place, { core: null, everyMs: 1 });
        const cpu = cpuSeconds(live.pid);
        await sleep(context.options.quick ? 300 : 3000);
        rows.add(server.name, {
          listenMs: live.listenMs,
          startCpuMs: cpu * 1000,
          rssMb: rssKb(live.pid) / 1024,
        });
        await live.stop();
      } catch (error) {
        rows.fail(server.name, error);
      }
    }
  }
  return rows.list();
}
