// bench/fanout: runs the scenarios and writes what came of them.
import { join } from 'node:path';
import { buildOurs, compile, findJdk, findPlaces, provide } from './install.mjs';
import { describeMachine } from './machine.mjs';
import { USAGE, UsageError, parse } from './options.mjs';
import { killAll } from './processes.mjs';
import { judge, table, write } from './report.mjs';
import { Pool } from './rounds.mjs';
import { scenarioNames, scenarioOf } from './scenarios.mjs';
import { definition, isOurs, serverNames } from './servers.mjs';

/** The servers that can be had; a sentence for each that cannot. */
async function gather(options, place) {
  const variants = Object.keys(options.variants).map((name) => `ours:${name}`);
  const names = options.servers ?? [...serverNames(), ...variants];
  const found = [];
  for (const name of names) {
    const server = definition(name, options, place);
    if (!server) throw new UsageError(`no server is called ${name}`);
    try {
      await provide(server, place, !options['no-install']);
      if (isOurs(name)) await buildOurs(server.command(0, place).command);
      found.push(server);
    } catch (error) {
      console.log(`without ${name}: ${error.message}`);
    }
  }
  return found;
}

// Rows that are no server, such as bare TLS, come last.
const place = (order, { server }) =>
  (order.indexOf(server) + order.length + 1) % (order.length + 1);

async function runAll(servers, context) {
  const results = [];
  for (const name of context.options.only) {
    const scenario = scenarioOf(name);
    const taking = servers.filter((server) => scenario.servers?.(server.name) ?? true);
    if (taking.length === 0) continue;
    console.log(`\n${name}: ${scenario.title}`);
    const begun = Date.now();
    const rows = await scenario.run(taking, context, scenario);
    const order = servers.map((server) => server.name);
    rows.sort((a, b) => place(order, a) - place(order, b));
    judge(scenario, rows);
    console.log(`${table(scenario, rows)}\n(${((Date.now() - begun) / 1000).toFixed(1)} s)`);
    results.push({ scenario, rows });
    write(context, results);
  }
  return results;
}

async function main() {
  const options = parse(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  if (options.list) return console.log(scenarioNames().join('\n'));
  const place = findPlaces(options.out);
  await compile(place);
  place.javaHome = findJdk(place);
  const servers = await gather(options, place);
  const pool = new Pool(options.quick);
  const context = { options, place, pool, machine: describeMachine(place, servers) };
  const results = await runAll(servers, context);
  await pool.close();
  console.log(`\nwritten to ${join(place.results, 'results.md')}`);
  const bad = results
    .flatMap(({ rows }) => rows)
    .filter(({ server, failed }) => failed && (isOurs(server) || server.startsWith('ceiling')));
  process.exitCode = bad.length > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    killAll();
    process.exit(130);
  });
}
process.on('exit', killAll);
main().catch((error) => {
  console.error(`bench/fanout: ${error instanceof UsageError ? error.message : error.stack}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
