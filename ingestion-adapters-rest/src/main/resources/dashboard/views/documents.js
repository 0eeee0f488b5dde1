// The documents of a knowledge base, as its ledger knows them.

import * as api from '../api.js';
import { choice, complain } from '../components/controls.js';
import { emptiness } from '../components/job-parts.js';
import { kbPage } from '../components/kb-page.js';
import { pagedList } from '../components/list.js';
import { table } from '../components/table.js';
import { h } from '../dom.js';
import { linkTo, remember } from '../links.js';
import { count, inWords } from '../words.js';

const STATES = ['indexed', 'pending', 'skipped', 'failed'];
const TONES = { indexed: 'good', pending: 'live', skipped: 'quiet', failed: 'bad' };
const TYPING_MS = 250;

export async function showDocuments({ params: { kb }, query, signal }) {
  const asked = { state: query.get('state') ?? '', prefix: query.get('prefix') ?? '' };
  const { frame, body } = table('Documents', ['Document', 'State', '#Chunks', 'Why']);
  const list = pagedList({
    path: api.ofKnowledgeBase(kb, 'documents'),
    query: asked,
    key: 'documents',
    holder: body,
    frame,
    signal,
    item: (document) => row(kb, document),
    empty: () =>
      asked.state || asked.prefix
        ? emptiness(
            'No document is like that',
            'Ask for another state, or for another beginning of the path.',
          )
        : emptiness('No documents yet', 'A job that reads the source puts them here.'),
  });
  const states = choice(
    { 'aria-label': 'State' },
    [['', 'Any state'], ...STATES.map((each) => [each, inWords(each)])],
    asked.state,
  );
  const prefix = h('input', {
    type: 'search',
    value: asked.prefix,
    placeholder: 'Path begins with',
    'aria-label': 'Path begins with',
    spellcheck: 'false',
  });
  let timer = null;
  states.addEventListener('change', ask);
  prefix.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_MS);
  });
  await list.reload();
  return {
    title: `Documents of ${kb}`,
    element: kbPage(
      kb,
      'documents',
      h('div', {}, h('div', { class: 'tools' }, prefix, states), list.element),
      signal,
    ),
  };

  function ask() {
    asked.state = states.value;
    asked.prefix = prefix.value;
    remember(['kb', kb, 'documents'], asked);
    list.reload(asked).catch(complain);
  }
}

/** State of a document in a word. */
export function documentState(state) {
  return h(
    'span',
    { class: `badge ${TONES[state] ?? 'quiet'}` },
    h('i', { class: 'dot', 'aria-hidden': 'true' }),
    inWords(state),
  );
}

function row(kb, { document, source, state, chunks, reason }) {
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h(
        'a',
        { class: 'path', href: linkTo(['kb', kb, 'documents', document], { source }) },
        document,
      ),
    ),
    h('td', {}, documentState(state)),
    h('td', { class: 'number', 'data-label': 'chunks' }, count(chunks)),
    h('td', { class: 'why' }, reason ?? ''),
  );
}
