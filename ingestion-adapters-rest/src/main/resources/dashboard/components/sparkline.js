// Chunks a second over the last minutes. Numbers beside it say the same in words.

import { svg } from '../dom.js';

const FEWEST = 30;

/**
 * @param width of the drawing's own units; it is stretched to its place
 * @param samples how many fit in it; fewer are spread over all of it, if they are not too few
 */
export function sparkline(width, height, samples, label) {
  const area = svg('path', { class: 'area' });
  const line = svg('path', { class: 'line', 'vector-effect': 'non-scaling-stroke' });
  const element = svg(
    'svg',
    {
      class: 'spark',
      viewBox: `0 0 ${width} ${height}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': label,
    },
    svg('path', {
      class: 'base',
      d: `M0 ${height - 0.5}H${width}`,
      'vector-effect': 'non-scaling-stroke',
    }),
    area,
    line,
  );
  const update = (all) => {
    const shown = all.slice(-samples);
    if (shown.length < 2) {
      line.setAttribute('d', '');
      area.setAttribute('d', '');
      return;
    }
    const top = Math.max(1, ...shown);
    const step = width / (spanOf(shown, samples) - 1);
    const x = (i) => (width - (shown.length - 1 - i) * step).toFixed(1);
    const y = (value) => (height - 1 - (value / top) * (height - 3)).toFixed(1);
    const path = shown.map((value, i) => `${x(i)} ${y(value)}`).join('L');
    line.setAttribute('d', `M${path}`);
    area.setAttribute('d', `M${x(0)} ${height}L${path}L${width} ${height}Z`);
  };
  return { element, update };
}

/** How many samples the width stands for. */
export function spanOf(all, samples) {
  return Math.min(samples, Math.max(FEWEST, all.length));
}
