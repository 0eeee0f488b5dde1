// What all pages of one knowledge base have in common: its name, how it stands, and where to go.

import { h } from '../dom.js';
import { linkTo } from '../links.js';
import * as store from '../store.js';
import { jobActions } from './job-actions.js';
import { badge } from './job-parts.js';

const TABS = [
  ['', 'Job'],
  ['search', 'Search'],
  ['documents', 'Documents'],
  ['dead-letters', 'Dead letters'],
  ['schedules', 'Schedules'],
  ['upkeep', 'Upkeep'],
];

/** @param content what stands below the tabs */
export function kbPage(kb, tab, content, signal) {
  const state = badge(store.jobOf(kb));
  const actions = jobActions(kb, store.jobOf(kb));
  store.listen(
    {
      job(job) {
        if (job.kb_id === kb) {
          state.update(job);
          actions.update(job);
        }
      },
    },
    signal,
  );
  return h(
    'div',
    {},
    h(
      'header',
      { class: 'head' },
      h(
        'div',
        {},
        h('p', { class: 'crumb' }, h('a', { href: '#/' }, 'Knowledge bases')),
        h('div', { class: 'title' }, h('h1', {}, kb), state.element),
      ),
      actions.element,
    ),
    h(
      'nav',
      { class: 'tabs', 'aria-label': `Of ${kb}` },
      TABS.map(([path, label]) => tabLink(kb, path, label, path === tab)),
    ),
    content,
  );
}

function tabLink(kb, path, label, here) {
  return h(
    'a',
    { href: linkTo(['kb', kb, path].filter(Boolean)), 'aria-current': here ? 'page' : null },
    label,
  );
}
