// Whether index and ledger agree, and what to do if not; and the end of a knowledge base.

import * as api from '../api.js';
import { announce, button, field, notify } from '../components/controls.js';
import { openDialog } from '../components/dialog.js';
import { kbPage } from '../components/kb-page.js';
import { figures } from '../components/job-parts.js';
import { icon } from '../components/icons.js';
import { h, put } from '../dom.js';
import { may } from '../session.js';
import { count, counted } from '../words.js';

const POLL_MS = 1_000;
const SHOWN = 50;

export async function showUpkeep({ params: { kb }, signal }) {
  const content = h(
    'div',
    { class: 'narrow' },
    task(
      kb,
      'verify',
      'Verify',
      'Compares ledger and index, chunk by chunk. Changes nothing.',
      signal,
    ),
    task(
      kb,
      'repair',
      'Repair',
      'Mends exactly what verify finds, from the documents themselves. An index that is lost is built again.',
      signal,
    ),
    may('admin') && deletion(kb),
  );
  return { title: `Upkeep of ${kb}`, element: kbPage(kb, 'upkeep', content, signal) };
}

function task(kb, kind, label, text, signal) {
  const outcome = h('div', { class: 'outcome' });
  const run = async () => {
    put(
      outcome,
      h(
        'p',
        { class: 'working', role: 'status' },
        h('progress', { 'aria-label': `${label} is under way` }),
        'Under way. You may leave this page; it goes on.',
      ),
    );
    try {
      const ended = await end(await api.post(api.ofKnowledgeBase(kb, kind)), signal);
      put(
        outcome,
        ended.state === 'FAILED' ? failure(ended.error.message) : report(kind, ended.result),
      );
      announce(`${label} of ${kb} is done`);
    } catch (error) {
      put(outcome);
      throw error;
    }
  };
  return h(
    'section',
    { class: 'panel task' },
    h('div', {}, h('h2', {}, label), h('p', { class: 'muted' }, text)),
    may('operate') && button(label, run, { mark: kind === 'verify' ? 'search' : 'again' }),
    outcome,
  );
}

async function end(task, signal) {
  let now = task;
  while (now.state === 'RUNNING') {
    await new Promise((done) => setTimeout(done, POLL_MS));
    now = await api.get(`/tasks/${encodeURIComponent(task.task_id)}`, {}, signal);
  }
  return now;
}

function failure(message) {
  return h('p', { class: 'notice bad' }, icon('warn'), h('span', {}, message));
}

function report(kind, result) {
  const differences = result.missing + result.orphaned + result.stale;
  const numbers = [
    ['Documents', result.documents],
    ['Chunks', result.chunks],
    ['Missing', result.missing],
    ['Orphaned', result.orphaned],
    ['Stale', result.stale],
  ];
  const mended =
    kind === 'repair'
      ? [
          ['Put back', result.mended],
          ['Removed', result.removed],
          ['Embedded', result.embedded],
        ]
      : [];
  const good = !result.condition && (kind === 'repair' ? result.clean : differences === 0);
  return [
    h(
      'p',
      { class: `notice ${good ? 'good' : 'bad'}`, role: 'status' },
      icon(good ? 'tick' : 'warn'),
      h('span', {}, conclusion(kind, result, differences)),
    ),
    figures('Result', [...numbers, ...mended]).element,
    kind === 'verify' ? findings(result.details) : unmendable(result),
  ];
}

function conclusion(kind, result, differences) {
  if (result.condition) {
    return result.condition;
  }
  if (kind === 'verify') {
    return differences === 0
      ? 'Ledger and index agree.'
      : `Ledger and index differ in ${counted(differences, 'chunk')}. Repair mends that.`;
  }
  if (!result.clean) {
    return `${counted(result.unmendable_count, 'document')} could not be mended; the next run reads them again.`;
  }
  return differences === 0 && result.mended === 0
    ? 'Ledger and index agree; there was nothing to mend.'
    : 'Ledger and index agree again.';
}

function findings(details) {
  const all = Object.entries(details).flatMap(([kind, list]) => list.map((each) => [kind, each]));
  if (all.length === 0) {
    return null;
  }
  return h(
    'ul',
    { class: 'problems' },
    all
      .slice(0, SHOWN)
      .map(([kind, each]) =>
        h(
          'li',
          {},
          h('span', { class: 'path' }, each.document),
          h('span', { class: 'tag' }, kind),
          h('code', { class: 'muted' }, each.chunk_id),
        ),
      ),
    all.length > SHOWN && h('li', { class: 'muted' }, `and ${count(all.length - SHOWN)} more`),
  );
}

function unmendable({ unmendable: list, unmendable_count: all }) {
  if (all === 0) {
    return null;
  }
  const shown = list.slice(0, SHOWN);
  return h(
    'ul',
    { class: 'problems' },
    shown.map((each) =>
      h(
        'li',
        {},
        h('span', { class: 'path' }, each.document ?? `source ${each.source}`),
        h('p', { class: 'muted' }, each.reason),
      ),
    ),
    all > shown.length && h('li', { class: 'muted' }, `and ${count(all - shown.length)} more`),
  );
}

function deletion(kb) {
  return h(
    'section',
    { class: 'panel task' },
    h(
      'div',
      {},
      h('h2', {}, 'Delete'),
      h(
        'p',
        { class: 'muted' },
        'Its index, its uploads and its history go. The documents in its folders stay.',
      ),
    ),
    button('Delete this knowledge base', () => openDeletion(kb), { kind: 'danger', mark: 'bin' }),
  );
}

function openDeletion(kb) {
  const name = h('input', {
    name: 'name',
    required: true,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  name.addEventListener('input', () =>
    name.setCustomValidity(name.value === kb ? '' : `Type ${kb}`),
  );
  openDialog({
    title: `Delete ${kb}?`,
    body: [h('p', {}, 'This cannot be undone.'), field(`Type ${kb} to be sure`, name)],
    action: 'Delete',
    danger: true,
    async submit() {
      await api.remove(api.ofKnowledgeBase(kb));
      notify(`Deleted ${kb}`);
      location.hash = '#/';
    },
  });
}
