// Figures become tables, a verdict on the aims, and files.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, ratio, short, summary } from './figures.mjs';
import { isOurs } from './servers.mjs';
import { plots } from './svg.mjs';

const RIVALS = ['bun', 'ceiling', 'ceiling-uring'];

export const HEADS = {
  perCpuSecond: 'delivered per server CPU s',
  perSecond: 'delivered/s',
  p50: 'p50 µs',
  p99: 'p99 µs',
  p999: 'p99.9 µs',
  rssMb: 'RSS MB',
  loadShare: 'load CPU %',
};

/** Puts into each row its ratios to the rivals, and into ours what was wanted and what came. */
export function judge(scenario, rows) {
  const find = (name) => rows.find((row) => row.server === name);
  for (const row of rows) {
    row.ratios = {};
    for (const rival of RIVALS) {
      const other = find(rival);
      if (!other || other === row) continue;
      row.ratios[rival] = ratio(row.figures[scenario.main], other.figures[scenario.main]);
    }
    if (isOurs(row.server) && !row.failed) {
      row.aims = (scenario.aims ?? []).map((aim) => verdict(aim, row, find)).filter(Boolean);
    }
  }
}

/** One aim: a bound of a figure, or of its ratio to that of another server or row. */
function verdict(aim, row, find) {
  const uring = row.kernel === 'io_uring';
  const than =
    aim.than === 'ceiling' && uring && find('ceiling-uring') ? 'ceiling-uring' : aim.than;
  const values = row.figures[aim.figure];
  const got = than
    ? ratio(values, find(than)?.figures[aim.figure])?.median
    : values && median(values);
  if (got === undefined) return undefined;
  const least = (uring && aim.uring) || aim.atLeast;
  const reached = least === undefined ? got <= aim.atMost : got >= least;
  const wanted = least === undefined ? `≤ ${aim.atMost}` : `≥ ${least}`;
  const figure = aim.figure === 'perCpuSecond' ? '' : aim.figure;
  return {
    text: `${[than, figure].filter(Boolean).join(' ')} ${wanted} / ${short(got)}`.trim(),
    reached,
    got,
  };
}

export const aimText = (row) =>
  (row.aims ?? []).map(({ text, reached }) => `${reached ? '✓' : '✗'} ${text}`).join('; ');

const spread = (values) => {
  const { median: middle, min, max } = summary(values);
  return values.length > 1 ? `${short(middle)} (${short(min)}–${short(max)})` : short(middle);
};

/** A table in Markdown; its first figure is shown with its spread. */
export function table(scenario, rows) {
  const columns = scenario.columns.filter((column) => rows.some((row) => row.figures[column]));
  const rivals = RIVALS.filter((rival) => rows.some((row) => row.ratios?.[rival]));
  const heads = { ...HEADS, ...scenario.heads };
  const lines = [
    [
      'server',
      ...columns.map((column) => heads[column] ?? column),
      ...rivals.map((r) => `÷ ${r}`),
      'aim',
    ],
  ];
  for (const row of rows) {
    const cells = columns.map((column) => {
      const values = row.figures[column]?.filter((value) => value !== undefined);
      return values?.length > 0 ? spread(values) : '–';
    });
    const ratios = rivals.map((rival) => short(row.ratios?.[rival]?.median));
    lines.push([
      row.server,
      ...cells,
      ...ratios,
      row.failed ? `failed: ${row.failed}` : aimText(row),
    ]);
  }
  return markdown(lines);
}

export function markdown([head, ...body]) {
  const line = (cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(head),
    `|${head.map((_, i) => (i === 0 ? '---|' : '---:|')).join('')}`,
    ...body.map(line),
  ].join('\n');
}

/** All scenarios of one kind in one table, for the README: ratios within a round, medians. */
function overview(results, rival) {
  const main = results.filter(({ scenario }) => scenario.main === 'perCpuSecond');
  const servers = [...new Set(main.flatMap(({ rows }) => rows.map((row) => row.server)))];
  const lines = [['scenario', ...servers, 'aim of ours / got']];
  for (const { scenario, rows } of main) {
    if (!rows.some((row) => row.server === rival && !row.failed)) continue;
    const cells = servers.map((server) => {
      const row = rows.find((each) => each.server === server);
      if (!row) return '–';
      if (row.failed) return 'failed';
      const value = short(median(row.figures.perCpuSecond));
      return server === rival ? `1 (${value})` : short(row.ratios[rival]?.median);
    });
    lines.push([scenario.title, ...cells, aimText(rows.find((row) => isOurs(row.server)) ?? {})]);
  }
  return lines.length > 1 ? markdown(lines) : undefined;
}

export function write({ place, machine, options }, results) {
  const json = { machine, options, scenarios: results.map(plain) };
  writeFileSync(join(place.results, 'results.json'), `${JSON.stringify(json, null, 1)}\n`);
  const parts = ['# Fan-out, measured', facts(machine, options)];
  const drawn = plots(place.results, results);
  for (const rival of ['bun', 'ceiling']) {
    const lines = overview(results, rival);
    if (!lines) continue;
    parts.push(`## Messages delivered per server CPU second, against ${rival}`, lines);
    const plot = `against-${rival}.svg`;
    if (drawn.includes(plot)) parts.push(`![The same as a plot](${plot})`);
  }
  for (const { scenario, rows } of results) {
    parts.push(`## ${scenario.title}`, table(scenario, rows));
    const plot = `${scenario.name}.svg`;
    if (drawn.includes(plot)) parts.push(`![${scenario.title}](${plot})`);
  }
  writeFileSync(join(place.results, 'results.md'), `${parts.join('\n\n')}\n`);
}

function facts(machine, { rounds, seconds }) {
  const known = Object.entries(machine).map(([key, value]) => `* ${key}: ${value}`);
  const how =
    `Medians of ${rounds} interleaved rounds of ${seconds} s (least–most); ` +
    'ratios within a round.';
  return `${known.join('\n')}\n\n${how}`;
}

const plain = ({ scenario, rows }) => ({
  name: scenario.name,
  title: scenario.title,
  rows: rows.map((row) => ({
    ...row,
    figures: Object.fromEntries(
      Object.entries(row.figures).map(([name, values]) => [name, summary(values)]),
    ),
  })),
});
