// Documents that a job left out, each with its reason.

import * as api from '../api.js';
import { h } from '../dom.js';
import { linkTo } from '../links.js';
import { inWords } from '../words.js';
import { pagedList } from './list.js';

const PAGE = 20;

export function problemList(kb, signal) {
  const holder = h('ul', { class: 'problems' });
  const list = pagedList({
    path: api.ofKnowledgeBase(kb, 'problems'),
    query: { limit: PAGE },
    key: 'problems',
    holder,
    signal,
    item: (problem) =>
      h(
        'li',
        {},
        h(
          'a',
          { class: 'path', href: linkTo(['kb', kb, 'documents', problem.document]) },
          problem.document,
        ),
        h('span', { class: 'tag' }, inWords(problem.code)),
        h('p', { class: 'muted' }, problem.reason),
      ),
    empty: () => h('p', { class: 'muted' }, 'None: every document that was seen is searchable.'),
  });
  const element = h('section', { class: 'panel' }, h('h2', {}, 'Left out'), list.element);
  return { element, reload: list.reload };
}
