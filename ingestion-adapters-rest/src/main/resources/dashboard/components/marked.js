// Text with marks in it, put together from text nodes.

import { h } from '../dom.js';

/** @param ranges `{start, end}` each, in the text's own units, in order and apart */
export function marked(text, ranges, attributes = {}) {
  const parts = [];
  let at = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(at, start), h('mark', attributes, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}
