// Medians, quartiles and ratios.

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

export const median = (values) => quantile(values, 0.5);

export function summary(values) {
  return {
    median: median(values),
    min: Math.min(...values),
    max: Math.max(...values),
    q1: quantile(values, 0.25),
    q3: quantile(values, 0.75),
    rounds: values,
  };
}

/**
 * Median of the ratios within each round: the machine may drift between rounds, hardly within one.
 * Undefined where a round is missing.
 */
export function ratio(values, others) {
  if (!values || !others) return undefined;
  const count = Math.min(values.length, others.length);
  const ratios = [];
  for (let i = 0; i < count; i++) {
    if (others[i] > 0 && values[i] !== undefined) ratios.push(values[i] / others[i]);
  }
  return ratios.length > 0 ? summary(ratios) : undefined;
}

/** How steep a line through the points is when both axes are logarithms: 1 is proportional. */
export function slope(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const over = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return over / under;
}

/** Three significant digits, thousands as k and M. */
export function short(value) {
  if (value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e6) return `${(value / 1e6).toPrecision(3)} M`;
  if (size >= 1e4) return `${(value / 1e3).toPrecision(3)} k`;
  if (size >= 100) return value.toFixed(0);
  if (size === 0) return '0';
  return size < 0.01 ? value.toPrecision(2) : String(Number(value.toPrecision(3)));
}
