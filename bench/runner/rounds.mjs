// Runs a scenario: servers started, rounds interleaved over them, servers ended.
import { kernelInterface } from './processes.mjs';
import { launch } from './servers.mjs';

/** A row gathers the figures of one server in one scenario, round by round. */
export class Rows {
  #rows = new Map();

  constructor(scenario) {
    this.scenario = scenario;
  }

  row(name) {
    if (!this.#rows.has(name)) {
      this.#rows.set(name, { scenario: this.scenario.name, server: name, figures: {} });
    }
    return this.#rows.get(name);
  }

  add(name, figures) {
    const row = this.row(name);
    for (const [figure, value] of Object.entries(figures)) {
      (row.figures[figure] ??= []).push(value);
    }
  }

  fail(name, error) {
    this.row(name).failed = error.message.replace(/\s+/g, ' ');
    console.log(`  ${name}: FAILED: ${error.message}`);
  }

  list() {
    return [...this.#rows.values()];
  }
}

/**
 * Servers that live for one scenario; in a smoke run for all of them, since their start is most of
 * what such a run takes.
 */
export class Pool {
  #kept = new Map();
  #keep;

  constructor(keep) {
    this.#keep = keep;
  }

  async take(key, begin) {
    if (!this.#keep) return begin();
    if (!this.#kept.has(key)) this.#kept.set(key, await begin());
    return this.#kept.get(key);
  }

  async give(live) {
    if (!this.#keep) await live.stop();
  }

  async close() {
    await Promise.all([...this.#kept.values()].map((live) => live.stop()));
  }
}

/** Starts all that start; the others leave a row that says why not. */
export async function launchAll(servers, context, rows, begin = launch, kind = 'one') {
  const live = [];
  for (const server of servers) {
    try {
      const key = `${kind} ${server.name}`;
      live.push(await context.pool.take(key, () => begin(server, context.place)));
    } catch (error) {
      rows.fail(server.name, error);
    }
  }
  return live;
}

/**
 * Rounds of one measurement each, interleaved: for each round, for each server.
 *
 * @param measure (server, first, round) gives figures
 * @param how begin and kind as for launchAll; after(rows, round) ends each round
 */
export async function interleave(servers, context, scenario, measure, how = {}) {
  const rows = new Rows(scenario);
  const live = await launchAll(servers, context, rows, how.begin, how.kind);
  try {
    for (let round = 0; round < context.options.rounds; round++) {
      for (const server of live) {
        await attempt(rows, server.server.name, () => measure(server, round === 0, round));
      }
      await how.after?.(rows, round);
    }
    for (const server of live) rows.row(server.server.name).kernel = interfaceOf(server);
  } finally {
    for (const server of live) await context.pool.give(server);
  }
  return rows.list();
}

/** Adds what measure gives, unless that server failed before. */
export async function attempt(rows, name, measure) {
  if (rows.row(name).failed) return;
  try {
    rows.add(name, await measure());
  } catch (error) {
    rows.fail(name, error);
  }
}

function interfaceOf(server) {
  try {
    return kernelInterface((server.all ?? [server])[0].pid);
  } catch {
    return 'unknown'; // it ended
  }
}
