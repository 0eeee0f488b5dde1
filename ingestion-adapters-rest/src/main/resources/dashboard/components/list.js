// Lists that come in pages: what is there, and a button for more.

import { get } from '../api.js';
import { h, put, show } from '../dom.js';
import { button } from './controls.js';

/**
 * @param options `path`, `query` of the first page, `key` of the items in an answer, `item(entry)` an
 *     element, `empty()` what to show where there is none, `holder` the element that items go into,
 *     `signal`, and `onPage(answer)` if somebody wants to know
 */
export function pagedList({
  path,
  query = {},
  key,
  item,
  empty,
  holder,
  frame = holder,
  signal,
  onPage = () => {},
}) {
  const nothing = h('div');
  const more = button('Show more', () => load(next));
  const element = h('div', { class: 'list' }, frame, nothing, h('div', { class: 'more' }, more));
  let next = null;
  let asked = query;

  async function load(cursor) {
    const answer = await get(path, { ...asked, cursor }, signal);
    const entries = answer[key].map(item);
    if (cursor) {
      holder.append(...entries);
    } else {
      put(holder, entries);
    }
    next = answer.next;
    const none = holder.children.length === 0;
    put(nothing, none && empty());
    show(frame, !none);
    show(more, Boolean(next));
    onPage(answer);
  }

  show(frame, false);
  show(more, false);
  return {
    element,
    /** Reads the first page again, with another query if one is given. */
    reload(other = asked) {
      asked = other;
      return load(null);
    },
  };
}
