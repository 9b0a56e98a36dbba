// Does the cost grow in a straight line? Server CPU for one more of everything, doubled each time.
import { slope, summary } from './figures.mjs';
import { loadOn } from './load.mjs';
import { acrossLink, launchLinked } from './network.mjs';
import { Rows, launchAll } from './rounds.mjs';
import { isOurs } from './servers.mjs';

const doubling = (from, to) => {
  const all = [];
  for (let x = from; x <= to; x *= 2) all.push(x);
  return all;
};
// A smoke run takes the ends and one between.
const few = (all, quick) => (quick ? [all[0], all[Math.floor(all.length / 2)], all.at(-1)] : all);

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

/** shape(x) gives channels, receivers and the options of the load. */
async function grow(servers, context, scenario, points, shape) {
  const rows = new Rows(scenario);
  const live = await launchAll(servers, context, rows);
  try {
    for (let round = 0; round < rounds(context); round++) {
      for (const x of points) {
        for (const server of live) {
          const { name } = server.server;
          if (rows.row(name).failed) continue;
          const { channels, receivers } = shape(x);
          const load = { channels, peers: receivers + 1, window: scenario.window, sample: 64 };
          try {
            const got = await loadOn(server, context, load, round === 0 && x === points[0]);
            rows.add(name, { [x]: micros(got, receivers, channels) });
          } catch (error) {
            rows.fail(name, error);
          }
        }
      }
    }
  } finally {
    for (const server of live) await server.stop();
  }
  return finish(rows, points);
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

async function proxies(servers, context, scenario) {
  const rows = new Rows(scenario);
  for (const server of servers.filter(({ name }) => isOurs(name))) {
    for (const x of PROXIES) {
      let linked;
      try {
        linked = await launchLinked(server, context.place, x);
        for (let round = 0; round < rounds(context); round++) {
          const load = { peers: x + 1, window: scenario.window, sample: 64 };
          const got = await acrossLink(linked, context, load, round === 0);
          rows.add(server.name, { [x]: micros(got, x, 1) });
        }
      } catch (error) {
        rows.fail(server.name, error);
      }
      await linked?.stop();
    }
  }
  return finish(rows, PROXIES);
}

const one = (name, what, run, points, window, xTitle, servers) => ({
  name,
  title: `server CPU µs per message, ${what}, ${window === 1 ? 'one in flight' : `bursts of ${window}`}`,
  columns: [...points.map(String), 'slope'],
  main: 'slope',
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
  one('growth-proxies', 'n linked proxies, one receiver each', proxies, PROXIES, 1, 'linked proxies', isOurs),
];
