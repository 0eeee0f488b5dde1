// All knowledge bases: which is busy with what, and which needs somebody.

import * as api from '../api.js';
import { button, complain } from '../components/controls.js';
import { jobActions } from '../components/job-actions.js';
import {
  badge,
  emptiness,
  leftOf,
  progress,
  rateOf,
  reasons,
  time,
} from '../components/job-parts.js';
import { pagedList } from '../components/list.js';
import { sparkline } from '../components/sparkline.js';
import { h, put, say, show } from '../dom.js';
import { linkTo } from '../links.js';
import { may } from '../session.js';
import { soon } from '../soon.js';
import * as store from '../store.js';
import * as words from '../words.js';
import { openCreate } from './create.js';

const SPARK_SECONDS = 90;
const SOON_MS = 300;

export async function showOverview({ signal }) {
  const rows = new Map();
  let more = false;
  const summary = h('p', { class: 'muted', id: 'summary' });
  const filter = h('input', {
    type: 'search',
    class: 'filter',
    placeholder: 'Filter by name',
    'aria-label': 'Filter by name',
  });
  const holder = h('ul', { class: 'kbs' });
  const list = pagedList({
    path: '/knowledge-bases',
    key: 'knowledge_bases',
    holder,
    signal,
    item(kb) {
      store.learn(kb.job);
      rows.set(kb.kb_id, row(kb));
      return rows.get(kb.kb_id).element;
    },
    empty: nothingYet,
    onPage({ next }) {
      more = Boolean(next);
      refresh();
    },
  });
  const tools = h('div', { class: 'tools' }, filter);
  const another = h('div', {}, newButton());
  const refresh = () => {
    summarize(summary, [...rows.keys()], more);
    show(tools, rows.size > 5);
    show(another, rows.size > 0);
  };
  const reloadSoon = soon(reload, SOON_MS, complain, signal);
  filter.addEventListener('input', () => narrow(rows, filter.value));
  await reload();
  store.listen({ job: changed, removed: reloadSoon, back: reloadSoon, tick }, signal);
  return {
    title: 'Knowledge bases',
    element: h(
      'div',
      { class: 'overview' },
      h(
        'header',
        { class: 'head' },
        h('div', {}, h('h1', {}, 'Knowledge bases'), summary),
        another,
      ),
      tools,
      list.element,
    ),
  };

  async function reload() {
    rows.clear();
    await list.reload();
  }

  function changed(job, before) {
    const known = rows.get(job.kb_id);
    if (known) {
      known.update(job);
      refresh();
    } else if (!before) {
      reloadSoon();
    }
    if (known && before && words.isActive(before) && !words.isActive(job)) {
      known.recount(signal).catch(complain);
    }
  }

  function tick() {
    rows.forEach((each) => each.tick());
  }
}

function newButton() {
  return may('admin')
    ? button('New knowledge base', openCreate, { kind: 'primary', mark: 'plus' })
    : null;
}

function nothingYet() {
  return emptiness(
    'No knowledge base yet',
    'A knowledge base holds documents, cut and embedded, and is kept true to where they come from. Name a folder or send some, and it can be searched minutes later.',
    newButton(),
  );
}

function narrow(rows, text) {
  const wanted = text.trim().toLowerCase();
  rows.forEach((each, kb) => show(each.element, kb.toLowerCase().includes(wanted)));
}

/** "4 knowledge bases: 2 running, 1 failed." */
function summarize(element, kbs, more) {
  if (kbs.length === 0) {
    say(element, '');
    return;
  }
  const tally = new Map();
  for (const kb of kbs) {
    const job = store.jobOf(kb);
    if (words.isActive(job)) {
      const standing = words.standing(job).toLowerCase();
      tally.set(standing, (tally.get(standing) ?? 0) + 1);
    }
  }
  const parts = [...tally].map(([standing, number]) => `${number} ${standing}`);
  const all = `${words.counted(kbs.length, 'knowledge base')}${more ? ' shown' : ''}`;
  say(element, `${all}${parts.length > 0 ? `: ${parts.join(', ')}` : ', all at rest'}`);
}

/** One knowledge base; built once and then kept up to date, so that the focus stays where it is. */
function row(kb) {
  const id = kb.kb_id;
  const job = () => store.jobOf(id);
  const state = badge(job());
  const why = reasons(job());
  const actions = jobActions(id, job(), { all: false });
  const bar = progress(job() ?? NO_JOB, `Chunks of ${id} in the index`);
  const spark = sparkline(160, 36, SPARK_SECONDS, `Chunks a second of ${id}, the last minutes`);
  const facts = h('p', { class: 'muted facts' }, contents(kb));
  const speed = h('dd');
  const left = h('dd');
  const ended = h('p', { class: 'muted ended' });
  const live = h(
    'div',
    { class: 'kb-live' },
    spark.element,
    h('dl', { class: 'pace' }, pace('chunks/s', speed), pace('left', left)),
  );
  const busy = h('div', { class: 'kb-busy' }, bar.element, live);
  const element = h(
    'li',
    { class: 'kb' },
    h(
      'div',
      { class: 'kb-name' },
      h('h2', {}, h('a', { href: linkTo(['kb', id]) }, id)),
      state.element,
      facts,
    ),
    h('div', { class: 'kb-state' }, busy, ended),
    h('div', { class: 'kb-do' }, actions.element),
    why.element,
  );
  update(job());
  return { element, update, recount, tick: () => spark.update(store.speedsOf(id)) };

  /** What is in it changes when a job ends. */
  async function recount(signal) {
    put(facts, contents(await api.get(api.ofKnowledgeBase(id), {}, signal)));
  }

  function update(now) {
    state.update(now);
    why.update(now);
    actions.update(now);
    show(busy, words.isActive(now) && now.status !== 'PENDING');
    show(live, now?.status === 'RUNNING');
    show(ended, !words.isActive(now));
    if (now) {
      bar.update(now);
      say(speed, rateOf(now));
      say(left, leftOf(now));
    }
    put(ended, ending(now));
  }
}

const NO_JOB = { chunks: { queued: 0, indexed: 0, dead: 0 } };

function pace(label, value) {
  return h('div', {}, h('dt', {}, label), value);
}

function contents(kb) {
  const roots = kb.sources.map((source) => source.root).join(', ');
  return [
    h(
      'span',
      {},
      `${words.counted(kb.documents, 'document')}, ${words.counted(kb.chunks, 'chunk')}`,
    ),
    roots && h('span', { class: 'path' }, roots),
  ];
}

function ending(job) {
  if (!job) {
    return 'Nothing was read into it yet.';
  }
  if (!job.completed_at) {
    return null;
  }
  const failed = job.documents.failed;
  return [
    `${words.inWords(job.status)} `,
    time(job.completed_at),
    `, after ${words.duration(job.elapsed)}`,
    failed > 0 &&
      h('strong', { class: 'bad-text' }, `, ${words.counted(failed, 'document')} failed`),
  ];
}
