// Plots as SVG, readable on light and on dark pages: text and lines take the colour of the theme.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { short, summary } from './figures.mjs';

const COLOURS = {
  ours: '#d55e00',
  ceiling: '#7f7f7f',
  'ceiling-uring': '#b0a000',
  bun: '#0072b2',
  ws: '#009e73',
  mosquitto: '#cc79a7',
  netty: '#56b4e9',
};
const SPARE = ['#e69f00', '#9467bd', '#8c564b', '#17becf'];

const STYLE = `<style>
text { font: 12px system-ui, sans-serif; fill: #222 }
.grid { stroke: #ccc } .faint { fill: #666 }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd } .grid { stroke: #444 } .faint { fill: #999 }
}
</style>`;

const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');
const text = (x, y, what, more = '') => `<text x="${x}" y="${y}" ${more}>${escape(what)}</text>`;
const line = (x1, y1, x2, y2) => `<line class="grid" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;

function colours(names) {
  let spare = 0;
  return new Map(names.map((name) => [name, COLOURS[name] ?? SPARE[spare++ % SPARE.length]]));
}

function image(width, height, title, parts) {
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" ` +
    `aria-label="${escape(title)}">`;
  return [head, STYLE, text(10, 20, title, 'font-weight="bold"'), ...parts, '</svg>\n'].join('\n');
}

function legend(map, y) {
  let x = 10;
  return [...map].flatMap(([name, colour]) => {
    const at = x;
    x += 28 + name.length * 7;
    return [
      `<circle cx="${at + 5}" cy="${y - 4}" r="5" fill="${colour}"/>`,
      text(at + 14, y, name),
    ];
  });
}

/** A scale by logarithms from the values to pixels. */
function scale(values, from, to) {
  const low = Math.log10(Math.min(...values));
  const high = Math.log10(Math.max(...values));
  const span = high - low || 1;
  return (value) => Math.round((from + ((Math.log10(value) - low) / span) * (to - from)) * 10) / 10;
}

/** One line for each scenario, a dot for each server: its ratio to the rival. */
function ratios(results, rival) {
  const rows = results
    .filter(({ scenario }) => scenario.main === 'perCpuSecond')
    .map(({ scenario, rows: all }) => ({
      name: scenario.name,
      dots: all
        .filter((row) => row.server === rival || row.ratios?.[rival])
        .map((row) => [row.server, row.server === rival ? 1 : row.ratios[rival].median]),
    }))
    .filter(({ dots }) => dots.length > 1);
  if (rows.length === 0) return undefined;
  const map = colours([...new Set(rows.flatMap(({ dots }) => dots.map(([server]) => server)))]);
  const values = rows.flatMap(({ dots }) => dots.map(([, value]) => value));
  const ticks = [0.001, 0.01, 0.03, 0.1, 0.3, 1, 2, 5, 10].filter(
    (tick) => tick >= Math.min(...values) / 2 && tick <= Math.max(...values) * 1.5,
  );
  const x = scale([...values, ...ticks], 150, 680);
  const bottom = 60 + rows.length * 24;
  const parts = ticks.flatMap((tick) => [
    line(x(tick), 50, x(tick), bottom),
    text(x(tick), bottom + 16, tick, 'text-anchor="middle" class="faint"'),
  ]);
  rows.forEach(({ name, dots }, i) => {
    const y = 66 + i * 24;
    parts.push(text(10, y + 4, name));
    for (const [server, value] of dots) {
      const shown = `<title>${escape(`${server}: ${short(value)}`)}</title>`;
      parts.push(
        `<circle cx="${x(value)}" cy="${y}" r="5" fill="${map.get(server)}">${shown}</circle>`,
      );
    }
  });
  const title = `Messages delivered per server CPU second; ${rival} = 1`;
  return image(700, bottom + 30, title, [...legend(map, 42), ...parts]);
}

/** Cost against size, both as logarithms; the thin lines rise as a straight line would. */
function growth({ scenario, rows }) {
  const known = rows.filter((row) => row.points?.length > 1);
  if (known.length === 0) return undefined;
  const map = colours(known.map((row) => row.server));
  const points = known.flatMap((row) => row.points);
  const x = scale(
    points.map(([value]) => value),
    70,
    560,
  );
  const y = scale(
    points.map(([, value]) => value),
    330,
    70,
  );
  const parts = [...new Set(points.map(([value]) => value))].flatMap((value) => [
    line(x(value), 60, x(value), 340),
    text(x(value), 356, value, 'text-anchor="middle" class="faint"'),
  ]);
  for (const row of known) {
    const colour = map.get(row.server);
    const path = row.points.map(([a, b]) => `${x(a)},${y(b)}`).join(' ');
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    const [[x0, y0]] = row.points;
    const [x1, y1] = row.points.at(-1);
    const straight = (y0 * x1) / x0;
    if (y(straight) >= 50) {
      parts.push(
        `<line x1="${x(x0)}" y1="${y(y0)}" x2="${x(x1)}" y2="${y(straight)}" ` +
          `stroke="${colour}" stroke-dasharray="3 4"/>`,
      );
    }
    parts.push(text(x(x0) - 6, y(y0) + 4, short(y0), 'text-anchor="end" class="faint"'));
    parts.push(text(x(x1) + 6, y(y1) + 4, short(y1), 'class="faint"'));
  }
  parts.push(text(315, 376, scenario.growth, 'text-anchor="middle"'));
  return image(640, 390, scenario.title, [...legend(map, 42), ...parts]);
}

/** How late messages arrive: p50 and p99 as bars, for the scenarios at a low rate. */
function latency({ scenario, rows }) {
  const known = rows.filter((row) => row.figures.p50 && !row.failed);
  if (known.length === 0) return undefined;
  const map = colours(known.map((row) => row.server));
  const p = (row, figure) => summary(row.figures[figure]).median;
  const most = Math.max(...known.map((row) => p(row, 'p99')));
  const width = (value) => Math.round((value / most) * 430 * 10) / 10;
  const parts = known.flatMap((row, i) => {
    const y = 40 + i * 30;
    const [p50, p99] = [p(row, 'p50'), p(row, 'p99')];
    const bar = (value, opacity) =>
      `<rect x="120" y="${y}" width="${width(value)}" height="18" ` +
      `fill="${map.get(row.server)}" opacity="${opacity}"/>`;
    return [
      text(10, y + 14, row.server),
      bar(p99, 0.4),
      bar(p50, 1),
      text(126 + width(p99), y + 14, `${short(p50)} / ${short(p99)}`, 'class="faint"'),
    ];
  });
  const title = `${scenario.title}: p50 / p99, µs`;
  return image(680, 50 + known.length * 30, title, parts);
}

/** Writes what can be drawn and gives the names of the files. */
export function plots(folder, results) {
  const drawn = [
    ['against-bun.svg', ratios(results, 'bun')],
    ['against-ceiling.svg', ratios(results, 'ceiling')],
    ...results
      .filter(({ scenario }) => scenario.growth)
      .map((result) => [`${result.scenario.name}.svg`, growth(result)]),
    ...results
      .filter(({ scenario }) => scenario.name.startsWith('latency'))
      .map((result) => [`${result.scenario.name}.svg`, latency(result)]),
  ].filter(([, content]) => content);
  for (const [name, content] of drawn) writeFileSync(join(folder, name), content);
  return drawn.map(([name]) => name);
}
