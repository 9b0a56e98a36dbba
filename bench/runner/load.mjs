// One run of the load generator.
import { LOAD_CORE, run } from './processes.mjs';

// Sockets opened at a time: fewer than wait to be accepted in any of the servers.
export const BATCH = 50;

/** Options as an object become --name value; gives what the load printed. */
export async function load(place, options) {
  const args = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => [`--${name}`, `${value}`]);
  return JSON.parse(await run('taskset', ['-c', LOAD_CORE, place.load, ...args]));
}

// A server is warmed by runs of so many seconds: when the first sockets close, a JVM throws away
// what it compiled while none ever had.
const WARMING_SECONDS = 1;

/** Against one server, warmed first if it is new; the run's times unless the options say others. */
export async function loadOn(server, context, options, first) {
  if (first) await warm(server, context, options);
  return load(context.place, {
    port: server.port,
    pid: server.pid,
    mqtt: server.server.mqtt ? 1 : 0,
    batch: BATCH,
    seconds: context.options.seconds,
    warmup: context.options.warmup,
    ...options,
  });
}

/** Runs that nobody looks at, together as long as the first warm-up. */
export async function warm(server, context, options) {
  for (let left = context.options.firstWarmup; left > 0; left -= WARMING_SECONDS) {
    const seconds = Math.min(left, WARMING_SECONDS);
    await loadOn(server, context, { ...options, seconds, warmup: 0 }, false);
  }
}

/** A context whose servers take so many times as long to warm up. */
export const warmedLonger = (context, times) => {
  const firstWarmup = context.options.firstWarmup * times;
  return { ...context, options: { ...context.options, firstWarmup } };
};

/** The figures of a run that delivered messages. */
export function figuresOf(result) {
  return {
    perSecond: result.delivered / result.seconds,
    perCpuSecond: result.delivered / result.serverCpu,
    p50: result.p50us,
    p99: result.p99us,
    p999: result.p999us,
    rssMb: result.rssKb / 1024,
    loadShare: (100 * result.loadCpu) / result.seconds,
  };
}
