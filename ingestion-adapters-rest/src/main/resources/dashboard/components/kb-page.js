// What all pages of one knowledge base have in common: its name, how it stands, and where to go.

import { h, show } from '../dom.js';
import { isFilledByUploads } from '../kinds.js';
import { linkTo } from '../links.js';
import * as store from '../store.js';
import { complain } from './controls.js';
import { jobActions } from './job-actions.js';
import { badge } from './job-parts.js';

const TABS = [
  ['', 'Job'],
  ['search', 'Search'],
  ['documents', 'Documents'],
  ['uploads', 'Upload'],
  ['dead-letters', 'Dead letters'],
  ['schedules', 'Schedules'],
  ['settings', 'Settings'],
  ['upkeep', 'Upkeep'],
];

/** @param content what stands below the tabs */
export function kbPage(kb, tab, content, signal) {
  const state = badge(store.jobOf(kb));
  const actions = jobActions(kb, store.jobOf(kb));
  const tabs = TABS.map(([path, label]) => [path, tabLink(kb, path, label, path === tab)]);
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
  revealUploads(kb, new Map(tabs).get('uploads'), tab, signal);
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
      tabs.map(([, link]) => link),
    ),
    content,
  );
}

/** Only what is filled by uploads takes any. */
function revealUploads(kb, link, tab, signal) {
  show(link, tab === 'uploads');
  isFilledByUploads(kb, signal)
    .then((filled) => show(link, filled || tab === 'uploads'))
    .catch(complain);
}

function tabLink(kb, path, label, here) {
  return h(
    'a',
    { href: linkTo(['kb', kb, path].filter(Boolean)), 'aria-current': here ? 'page' : null },
    label,
  );
}
