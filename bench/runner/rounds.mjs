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

/** Starts all that start; the others leave a row that says why not. */
export async function launchAll(servers, context, rows) {
  const live = [];
  for (const server of servers) {
    try {
      live.push(await launch(server, context.place));
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
 */
export async function interleave(servers, context, scenario, measure) {
  const rows = new Rows(scenario);
  const live = await launchAll(servers, context, rows);
  try {
    for (let round = 0; round < context.options.rounds; round++) {
      for (const server of live) {
        const { name } = server.server;
        if (rows.row(name).failed) continue;
        try {
          rows.add(name, await measure(server, round === 0, round));
        } catch (error) {
          rows.fail(name, error);
        }
      }
    }
    for (const server of live) {
      if (!rows.row(server.server.name).failed) {
        rows.row(server.server.name).kernel = kernelInterface(server.pid);
      }
    }
  } finally {
    for (const server of live) await server.stop();
  }
  return rows.list();
}
