// The command line of bench/fanout.
import { scenarioNames } from './scenarios.mjs';
import { serverNames } from './servers.mjs';

export const USAGE = `Usage: bench/fanout [OPTION...]

  --only A,B        scenarios to run (all); a * stands for anything
  --servers A,B     servers to run: ${serverNames().join(', ')},
                    and ours:NAME for each --variant (all that can be had)
  --variant NAME=X  ours with more Java options ('big=-Xmx1g -Xms1g'), or the ./nws of
                    another checkout ('old=../old/nws'), as server ours:NAME; repeatable
  --rounds N        rounds, interleaved over the servers (7)
  --seconds S       of each measurement (2)
  --warmup S        before the first measurement of each server in a scenario (3)
  --out DIR         where the results go (bench/target/results)
  --quick           1 round of 0.2 s: does it work at all
  --no-install      leave out what npm or apt-get would have to install
  --list            names the scenarios

Scenarios: ${scenarioNames().join(' ')}
`;

const VALUES = ['only', 'servers', 'variant', 'rounds', 'seconds', 'warmup', 'out'];
const FLAGS = ['quick', 'no-install', 'list', 'help'];

export class UsageError extends Error {}

export function parse(argv) {
  const given = { variant: [] };
  for (let i = 0; i < argv.length; i++) {
    const name = argv[i].replace(/^--/, '');
    if (FLAGS.includes(name) && argv[i].startsWith('--')) given[name] = true;
    else if (VALUES.includes(name) && argv[i].startsWith('--') && i + 1 < argv.length) {
      if (name === 'variant') given.variant.push(argv[++i]);
      else given[name] = argv[++i];
    } else throw new UsageError(`what is ${argv[i]}? --help tells the options`);
  }
  const quick = given.quick === true;
  return {
    ...given,
    quick,
    rounds: number(given, 'rounds', quick ? 1 : 7),
    seconds: number(given, 'seconds', quick ? 0.2 : 2),
    firstWarmup: number(given, 'warmup', quick ? 0.1 : 3),
    warmup: quick ? 0.05 : 0.3,
    only: matching(given.only, scenarioNames()),
    servers: given.servers?.split(','),
    variants: Object.fromEntries(given.variant.map(variant)),
  };
}

function number(given, name, otherwise) {
  const value = given[name] === undefined ? otherwise : Number(given[name]);
  if (!(value > 0)) throw new UsageError(`--${name} wants a number above 0, not ${given[name]}`);
  return value;
}

function matching(patterns, names) {
  if (!patterns) return names;
  return patterns.split(',').flatMap((pattern) => {
    const text = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    const found = names.filter((name) => new RegExp(`^${text}$`).test(name));
    if (found.length === 0) throw new UsageError(`no scenario is called ${pattern}`);
    return found;
  });
}

function variant(text) {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--variant wants NAME=OPTIONS or NAME=PATH, not ${text}`);
  const value = text.slice(at + 1);
  const nws = value.startsWith('-') ? undefined : value;
  return [text.slice(0, at), nws ? { nws } : { javaOptions: value }];
}
