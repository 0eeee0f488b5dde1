// Tables that are scrolled sideways where they do not fit.

import { h } from '../dom.js';

/** @param columns titles; one that begins with # is over numbers */
export function table(label, columns) {
  const body = h('tbody');
  const frame = h(
    'div',
    { class: 'table', role: 'region', 'aria-label': label, tabindex: '0' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((title) =>
            h(
              'th',
              { scope: 'col', class: title.startsWith('#') ? 'number' : null },
              title.replace('#', ''),
            ),
          ),
        ),
      ),
      body,
    ),
  );
  return { frame, body };
}
