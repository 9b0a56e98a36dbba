// What is measured: one small object each. The aims are those of issue 4.
import { growth } from './growth.mjs';
import { figuresOf, loadOn } from './load.mjs';
import { added, network, rest } from './network.mjs';
import { interleave } from './rounds.mjs';
import { isOurs } from './servers.mjs';
import { direct, idle, setup, starting, stuck } from './special.mjs';

export const DELIVERY = ['perCpuSecond', 'perSecond', 'p50', 'p99', 'p999', 'rssMb', 'loadShare'];
const LATENCY = ['p50', 'p99', 'p999', 'perCpuSecond', 'rssMb', 'loadShare'];

const atLeast = (than, value, uring) => ({ figure: 'perCpuSecond', than, atLeast: value, uring });

/** Fan-out: the load generator's options, and nothing else. */
function fanout(name, title, load, aims = []) {
  return {
    name,
    title,
    columns: load.rate ? LATENCY : DELIVERY,
    main: load.rate ? 'p50' : 'perCpuSecond',
    aims,
    run: (servers, context, scenario) =>
      interleave(servers, context, scenario, async (server, first) =>
        figuresOf(await loadOn(server, context, load, first)),
      ),
  };
}

const one = (receivers, window, rest) => ({ peers: receivers + 1, window, ...rest });
const often = { sample: 16 };
const large = { size: 16384, binary: 1 };

function stuckOne(name, title, elsewhere) {
  return {
    name,
    title,
    elsewhere,
    columns: ['p99With', 'p99Without', 'p99Ratio', 'p50With', 'p50Without', 'p999With'],
    heads: {
      p99With: 'p99 µs with',
      p99Without: 'p99 µs without',
      p99Ratio: 'p99 with ÷ without',
      p50With: 'p50 µs with',
      p50Without: 'p50 µs without',
      p999With: 'p99.9 µs with',
    },
    main: 'p99With',
    aims: [{ figure: 'p99Ratio', atMost: 1.1 }],
    run: stuck,
  };
}

const directOne = (name, title, load) => ({
  name,
  title: `${title}, 100 B`,
  columns: DELIVERY,
  main: 'perCpuSecond',
  load,
  servers: isOurs,
  run: direct,
});

const networkOne = (name, title, load, tls) => ({
  name,
  title: `through a link, ${title}`,
  columns: [...DELIVERY, ...(tls ? ['batched'] : [])],
  heads: { batched: 'TLS, batched: messages/s' },
  main: tls ? 'perSecond' : 'perCpuSecond',
  aims: tls ? [{ figure: 'perSecond', than: 'tls, one core', atLeast: 0.8 }] : [],
  load,
  tls,
  servers: isOurs,
  run: network,
});

const scenarios = [
  fanout('1to1-w1', '1→1, one in flight, 100 B', one(1, 1), [
    atLeast('bun', 1.15),
    { figure: 'p99', than: 'bun', atMost: 1 },
    atLeast('ceiling', 0.9),
  ]),
  fanout('1to10-w1', '1→10, one in flight, 100 B', one(10, 1), [
    atLeast('bun', 1, 1.15),
    atLeast('ceiling', 0.95),
  ]),
  fanout('1to10-w32', '1→10, bursts of 32, 100 B', one(10, 32, often), [
    atLeast('bun', 1.2),
    atLeast('ceiling', 0.9),
  ]),
  fanout('1to10-w64', '1→10, bursts of 64, 100 B', one(10, 64, often)),
  fanout('1to100-w1', '1→100, one in flight, 100 B', one(100, 1), [
    atLeast('bun', 1, 1.15),
    atLeast('ceiling', 0.95),
  ]),
  fanout('1to100-w32', '1→100, bursts of 32, 100 B', one(100, 32, often), [
    atLeast('bun', 1),
    atLeast('ceiling', 0.95),
  ]),
  fanout('1to100-w64', '1→100, bursts of 64, 100 B', one(100, 64, often), [
    atLeast('bun', 1.7),
    atLeast('ceiling', 0.95),
  ]),
  fanout('1to1000-w1', '1→1000, one in flight, 100 B', one(1000, 1)),
  fanout('1to1000-w32', '1→1000, bursts of 32, 100 B', one(1000, 32, often)),
  fanout('1to100-16k', '1→100, 16 KiB binary, window 8', one(100, 8, large), [
    atLeast('bun', 3.5),
    atLeast('ceiling', 0.8),
  ]),
  fanout(
    '100x10-all',
    '100 channels × 10 peers, all sending, one in flight, 100 B',
    { channels: 100, peers: 10, senders: 10, window: 1, ...often },
    [atLeast('bun', 1.8), atLeast('ceiling', 0.85)],
  ),
  fanout(
    '100x10-w8',
    '100 channels × 10 peers, all sending, bursts of 8, 100 B',
    { channels: 100, peers: 10, senders: 10, window: 8, ...often },
    [atLeast('bun', 1.8), atLeast('ceiling', 0.85)],
  ),
  fanout('latency-1to1', '1→1 at 200 messages/s, 100 B', one(1, 64, { rate: 200 })),
  fanout('latency-1to100', '1→100 at 200 messages/s, 100 B', one(100, 64, { rate: 200 })),
  {
    name: 'setup',
    title: '2,000 sockets opened over 200 channels',
    columns: ['perCpuSecond', 'perSecond', 'rssMb', 'loadShare'],
    heads: { perCpuSecond: 'opened per server CPU s', perSecond: 'opened/s' },
    main: 'perCpuSecond',
    run: setup,
  },
  {
    name: 'idle',
    title: '10,000 idle peers over 1,000 channels',
    columns: ['kbPerPeer', 'kernelKbPerPeer', 'rssMb'],
    heads: { kbPerPeer: 'RSS KB per peer', kernelKbPerPeer: 'kernel KB per peer, server’s half' },
    main: 'kbPerPeer',
    aims: [
      { figure: 'kbPerPeer', than: 'bun', atMost: 1 },
      { figure: 'kbPerPeer', atMost: 4 },
    ],
    run: idle,
  },
  stuckOne('stuck', 'one of 101 members never reads; 1→100 at 1000 messages/s'),
  stuckOne(
    'stuck-elsewhere',
    'one never reads on another channel with bursts; 1→100 at 1000/s',
    true,
  ),
  directOne('direct-w1', 'direct messages, 1→1, one in flight', { window: 1 }),
  directOne('direct-w32', 'direct messages, 1→1, bursts of 32', { window: 32 }),
  networkOne('network-1to1-w1', '1→1, one in flight, 100 B', one(1, 1)),
  networkOne('network-1to1-w64', '1→1, bursts of 64, 100 B', one(1, 64), true),
  networkOne(
    'network-1to1-16k',
    '1→1, 16 KiB, window 8',
    one(1, 8, large),
    true,
  ),
  networkOne('network-1to100-w1', '1→100, one in flight, 100 B', one(100, 1)),
  networkOne('network-1to100-w32', '1→100, bursts of 32, 100 B', one(100, 32, often)),
  {
    name: 'network-added',
    title: 'what a link adds to 1→1 at 200 messages/s, beside the round trip of bare TLS',
    columns: ['addedP50', 'localP50', 'networkP50', 'networkP99', 'p50', 'p99'],
    heads: {
      addedP50: 'added p50 (TLS: round trip at 200/s) µs',
      localP50: 'local p50 µs',
      networkP50: 'network p50 µs',
      networkP99: 'network p99 µs',
      p50: 'TLS, one after another: p50 µs',
      p99: 'TLS, one after another: p99 µs',
    },
    main: 'addedP50',
    aims: [{ figure: 'addedP50', than: 'tls, one core', atMost: 2.5 }],
    load: one(1, 64, { rate: 200 }),
    servers: isOurs,
    run: added,
  },
  {
    name: 'network-rest',
    title: 'CPU of a linked proxy that shares a channel on which nothing happens',
    columns: ['hubPercent', 'otherPercent'],
    heads: { hubPercent: 'hub: % of one core', otherPercent: 'the other: % of one core' },
    main: 'hubPercent',
    aims: [{ figure: 'hubPercent', atMost: 0.5 }],
    servers: isOurs,
    run: rest,
  },
  {
    name: 'start',
    title: 'from the start of the process until it listens; memory 3 s later',
    columns: ['listenMs', 'startCpuMs', 'rssMb'],
    heads: { listenMs: 'ms until it listens', startCpuMs: 'CPU ms until then' },
    main: 'listenMs',
    aims: [
      { figure: 'listenMs', atMost: 170 },
      { figure: 'rssMb', atMost: 60 },
    ],
    run: starting,
  },
  ...growth,
];

export const scenarioNames = () => scenarios.map(({ name }) => name);
export const scenarioOf = (name) => scenarios.find((scenario) => scenario.name === name);
