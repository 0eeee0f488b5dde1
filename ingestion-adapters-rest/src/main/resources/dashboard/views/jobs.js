// The jobs of all knowledge bases, newest first.

import { choice, complain } from '../components/controls.js';
import { badge, emptiness, time } from '../components/job-parts.js';
import { pagedList } from '../components/list.js';
import { table } from '../components/table.js';
import { h } from '../dom.js';
import { linkTo, remember } from '../links.js';
import { soon } from '../soon.js';
import * as store from '../store.js';
import { count, duration, inWords, standing } from '../words.js';

const SOON_MS = 500;
const STATUSES = ['PENDING', 'RUNNING', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELED'];

export async function showJobs({ query, signal }) {
  const status = query.get('status') ?? '';
  const kb = query.get('kb_id') ?? '';
  const { frame, body } = table('Jobs', [
    'Knowledge base',
    'Status',
    'Begun',
    'Took',
    '#Documents',
    '#Chunks',
    '#Failed',
  ]);
  const list = pagedList({
    path: '/jobs',
    query: { status, kb_id: kb },
    key: 'jobs',
    holder: body,
    frame,
    signal,
    item: row,
    empty: () =>
      emptiness(
        'No jobs',
        kb || status
          ? 'None is like that.'
          : 'Start one on a knowledge base, and it is listed here.',
      ),
  });
  const select = choice(
    { 'aria-label': 'Status', class: 'filter' },
    [['', 'Any status'], ...STATUSES.map((each) => [each, inWords(each)])],
    status,
  );
  select.addEventListener('change', () => {
    remember(['jobs'], { status: select.value, kb_id: kb });
    list.reload({ status: select.value, kb_id: kb }).catch(complain);
  });
  await list.reload();
  const reloadSoon = soon(() => list.reload(), SOON_MS, complain, signal);
  const changed = (now, before) => standing(now) !== standing(before) && reloadSoon();
  store.listen({ job: changed, back: reloadSoon }, signal);
  return {
    title: 'Jobs',
    element: h(
      'div',
      {},
      h('header', { class: 'head' }, h('h1', {}, kb ? `Jobs of ${kb}` : 'Jobs'), select),
      list.element,
    ),
  };
}

function row(job) {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: linkTo(['jobs', job.job_id]) }, job.kb_id)),
    h('td', {}, badge(job).element),
    h('td', {}, time(job.created_at)),
    h('td', { 'data-label': 'taken' }, duration(job.elapsed)),
    h('td', { class: 'number', 'data-label': 'documents' }, count(job.documents.seen)),
    h('td', { class: 'number', 'data-label': 'chunks' }, count(job.chunks.indexed)),
    h(
      'td',
      { class: `number ${job.documents.failed > 0 ? 'bad-text' : ''}`, 'data-label': 'failed' },
      count(job.documents.failed),
    ),
  );
}
