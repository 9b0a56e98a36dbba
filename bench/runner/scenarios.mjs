// What is measured: one small object each. The aims are those of issue 4.
import { interleave } from './rounds.mjs';
import { figuresOf, loadOn } from './load.mjs';

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
  fanout('1to100-16k', '1→100, 16 KiB binary, window 8', one(100, 8, { size: 16384, binary: 1 }), [
    atLeast('bun', 3.5),
    atLeast('ceiling', 0.8),
  ]),
  fanout(
    '100x10-all',
    '100 channels × 10 peers, all sending, one in flight, 100 B',
    { channels: 100, peers: 10, senders: 10, window: 1, ...often },
    [atLeast('bun', 1.8), atLeast('ceiling', 0.85)],
  ),
  fanout('latency-1to1', '1→1 at 200 messages/s, 100 B', one(1, 64, { rate: 200 })),
  fanout('latency-1to100', '1→100 at 200 messages/s, 100 B', one(100, 64, { rate: 200 })),
];

export const scenarioNames = () => scenarios.map(({ name }) => name);
export const scenarioOf = (name) => scenarios.find((scenario) => scenario.name === name);
