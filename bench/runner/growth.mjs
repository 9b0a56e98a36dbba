// Does the cost grow in a straight line? Server CPU for one more of everything, doubled each time.
import { slope, summary } from './figures.mjs';
import { loadOn, warmedLonger } from './load.mjs';
import { acrossLink, launchLinked } from './network.mjs';
import { Rows, attempt, launchAll } from './rounds.mjs';
import { isOurs } from './servers.mjs';

const doubling = (from, to) => {
  const all = [];
  for (let x = from; x <= to; x *= 2) all.push(x);
  return all;
};
// A smoke run takes two, or one, to see that it works.
const few = (all, quick) => (quick ? [all[0], all[3]] : all);

/** CPU microseconds of the server for one message on each of its channels. */
const micros = (got, receivers, channels) =>
  (1e6 * got.serverCpu * receivers * channels) / got.delivered;

const rounds = ({ options }) => Math.min(options.rounds, 3);

/** Points x of a row become the figures x=25 and so on, and their slope. */
function finish(rows, points) {
  for (const row of rows.list()) {
    const known = points.filter((x) => row.figures[`${x}`]);
    row.points = known.map((x) => [x, summary(row.figures[`${x}`]).median]);
    if (known.length > 1) row.figures.slope = [slope(row.points)];
  }
  return rows.list();
}

/** shape(x) gives channels and receivers. */
async function grow(servers, context, scenario, points, shape) {
  const rows = new Rows(scenario);
  const live = await launchAll(servers, context, rows);
  try {
    for (let round = 0; round < rounds(context); round++) {
      for (const x of points) {
        const first = round === 0 && x === points[0];
        for (const server of live) {
          await attempt(rows, server.server.name, () =>
            point(server, context, scenario, x, shape(x), first),
          );
        }
      }
    }
  } finally {
    for (const server of live) await context.pool.give(server);
  }
  return finish(rows, points);
}

async function point(server, context, { window }, x, { channels, receivers }, first) {
  const load = { channels, peers: receivers + 1, window, sample: 64 };
  return { [x]: micros(await loadOn(server, context, load, first), receivers, channels) };
}

const RECEIVERS = doubling(25, 1600);
const CHANNELS = doubling(12, 800);
const PROXIES = doubling(1, 4);

const receivers = (servers, context, scenario) =>
  grow(servers, context, scenario, few(RECEIVERS, context.options.quick), (x) => ({
    channels: 1,
    receivers: x,
  }));

const channels = (servers, context, scenario) =>
  grow(servers, context, scenario, few(CHANNELS, context.options.quick), (x) => ({
    channels: x,
    receivers: 9,
  }));

/** Each proxy is a JVM of its own, and all warm up on the one core. */
async function proxies(servers, context, scenario) {
  const rows = new Rows(scenario);
  for (const server of servers) {
    for (const x of context.options.quick ? PROXIES.slice(0, 1) : PROXIES) {
      const begin = (each, place) => launchLinked(each, place, x);
      const [linked] = await launchAll(
        [server],
        context,
        rows,
        begin,
        x === 1 ? 'linked' : `linked ${x}`,
      );
      if (!linked) break;
      const load = { peers: x + 1, window: scenario.window, sample: 64 };
      const warm = warmedLonger(context, (x + 1) / 2);
      for (let round = 0; round < rounds(context); round++) {
        await attempt(rows, server.name, async () => {
          const got = await acrossLink(linked, warm, load, round === 0);
          return { [x]: micros(got, x, 1) };
        });
      }
      await context.pool.give(linked);
    }
  }
  return finish(rows, PROXIES);
}

const inFlight = (window) => (window === 1 ? 'one in flight' : `bursts of ${window}`);

const one = (name, what, run, points, window, xTitle, servers) => ({
  name,
  title: `server CPU µs per message, ${what}, ${inFlight(window)}`,
  columns: [...points.map(String), 'slope'],
  growth: xTitle,
  heads: { slope: 'slope (1 = straight)' },
  aims: [{ figure: 'slope', atMost: 1.05 }],
  servers,
  window,
  run,
});

const few3 = (name) => isOurs(name) || name === 'ceiling' || name === 'bun';

export const growth = [
  one('growth-receivers-w1', '1→n', receivers, RECEIVERS, 1, 'receivers', few3),
  one('growth-receivers-w32', '1→n', receivers, RECEIVERS, 32, 'receivers', few3),
  one('growth-channels', 'n channels of 10 (one on each)', channels, CHANNELS, 1, 'channels', few3),
  one(
    'growth-proxies',
    'n linked proxies, one receiver each',
    proxies,
    PROXIES,
    1,
    'linked proxies',
    isOurs,
  ),
];
