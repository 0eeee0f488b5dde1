// One document as it was parsed and cut, with the passage that a search found.

import * as api from '../api.js';
import { button, notify } from '../components/controls.js';
import { confirmDialog } from '../components/dialog.js';
import { emptiness } from '../components/job-parts.js';
import { kbPage } from '../components/kb-page.js';
import { marked } from '../components/marked.js';
import { h } from '../dom.js';
import { isFilledByUploads } from '../kinds.js';
import { linkTo } from '../links.js';
import { may } from '../session.js';
import * as store from '../store.js';
import { count, counted } from '../words.js';

export async function showDocument({ params: { kb, document }, query, signal }) {
  const source = query.get('source') ?? '';
  const [seen, uploaded] = await Promise.all([
    api.get(api.ofDocument(kb, document), { source }, signal),
    isFilledByUploads(kb, signal),
  ]);
  const start = Number(query.get('start') ?? 0);
  const end = Number(query.get('end') ?? 0);
  const content = h(
    'div',
    { class: 'columns document' },
    h('div', { class: 'column' }, text(seen, start, end)),
    h(
      'aside',
      { class: 'column', 'aria-label': 'About the document' },
      about(kb, seen),
      chunks(kb, seen, source),
    ),
  );
  const head = h(
    'header',
    { class: 'document-head' },
    h(
      'div',
      {},
      h('p', { class: 'crumb' }, h('a', { href: linkTo(['kb', kb, 'documents']) }, 'Documents')),
      h('h2', { class: 'path' }, document),
    ),
    may('operate') &&
      h(
        'div',
        { class: 'actions' },
        button('Read again', () => again(kb, document, source), { mark: 'again' }),
        uploaded && button('Remove', () => openRemoval(kb, document), { mark: 'bin' }),
      ),
  );
  return { title: document, element: kbPage(kb, 'documents', h('div', {}, head, content), signal) };
}

async function again(kb, document, source) {
  store.learn(await api.post(api.ofDocument(kb, document, 'ingest') + api.search({ source })));
  notify(`${document} is read again`);
}

function openRemoval(kb, document) {
  confirmDialog(
    `Remove ${document}?`,
    'The document that was uploaded goes now. It can be found until the next job has run.',
    'Remove the document',
    async () => {
      await api.remove(api.ofUpload(kb, document));
      notify(`${document} is removed; the next job takes it from the index`);
      location.hash = linkTo(['kb', kb, 'documents']);
    },
  );
}

function about(kb, seen) {
  const rows = [
    ['Outcome', seen.outcome],
    ['Why', seen.reason],
    ['Title', seen.title],
    ['Type', seen.media_type],
    ['Source', seen.source],
    ['Revision', seen.revision && h('code', {}, seen.revision)],
    ['Note', seen.changed && 'The content has changed since; the next run reads it again.'],
  ];
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, 'What is known of it'),
    h(
      'dl',
      { class: 'facts-list' },
      rows
        .filter(([, value]) => value)
        .map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
    ),
  );
}

function chunks(kb, seen, source) {
  if (seen.chunks.length === 0) {
    return null;
  }
  return h(
    'section',
    { class: 'panel' },
    h('h2', {}, counted(seen.chunks.length, 'chunk')),
    h(
      'ol',
      { class: 'chunks', start: '0' },
      seen.chunks.map((chunk) =>
        h(
          'li',
          {},
          h(
            'a',
            {
              href: linkTo(['kb', kb, 'documents', seen.document], {
                source,
                start: chunk.start,
                end: chunk.end,
              }),
            },
            chunk.heading || firstWords(chunk.text),
          ),
          h(
            'p',
            { class: 'muted' },
            `${counted(chunk.tokens, 'token')}, characters ${count(chunk.start)} to ${count(chunk.end)}${chunk.live ? '' : ', not live'}`,
          ),
        ),
      ),
    ),
  );
}

function firstWords(text) {
  return text.trim().slice(0, 60) || 'no words';
}

/** The text as it was parsed; the focus and the eye go to the passage that was asked for. */
function text(seen, start, end) {
  if (!seen.text) {
    return h(
      'section',
      { class: 'panel' },
      emptiness('No text', seen.reason ?? 'Nothing could be read from this document.'),
    );
  }
  const wanted = end > start && end <= seen.text.length ? [{ start, end }] : [];
  const body = h('div', { class: 'text' }, marked(seen.text, wanted, { 'data-target': '' }));
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Text as it was parsed' },
    h('h2', {}, 'Text as it was parsed'),
    body,
  );
}
