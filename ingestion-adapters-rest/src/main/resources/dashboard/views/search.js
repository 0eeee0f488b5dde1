// Searches a knowledge base; each hit leads to its place in the document.

import * as api from '../api.js';
import { button, choice, complain } from '../components/controls.js';
import { emptiness } from '../components/job-parts.js';
import { kbPage } from '../components/kb-page.js';
import { marked } from '../components/marked.js';
import { h, put } from '../dom.js';
import { linkTo, remember } from '../links.js';
import { counted } from '../words.js';

const MODES = [
  ['hybrid', 'Words and meaning'],
  ['text', 'Words'],
  ['vector', 'Meaning'],
];
const PAGE = 20;
const MOST = 500;

export async function showSearch({ params: { kb }, query, signal }) {
  const results = h('div', { class: 'hits' });
  const said = h('p', { class: 'muted', role: 'status' });
  const input = h('input', {
    type: 'search',
    name: 'q',
    value: query.get('q') ?? '',
    'aria-label': `Search ${kb}`,
    placeholder: 'What are you looking for?',
    autocomplete: 'off',
  });
  const mode = choice(
    { name: 'mode', 'aria-label': 'Search by' },
    MODES,
    query.get('mode') ?? 'hybrid',
  );
  const form = h(
    'form',
    { class: 'search', role: 'search' },
    input,
    mode,
    h('button', { class: 'button primary' }, 'Search'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run().catch(complain);
  });
  mode.addEventListener('change', () => run().catch(complain));
  if (input.value) {
    await run();
  } else {
    put(
      results,
      h(
        'p',
        { class: 'muted' },
        'Ask in your own words. What a passage means counts as well as its words.',
      ),
    );
  }
  return {
    title: `Search ${kb}`,
    element: kbPage(kb, 'search', h('div', { class: 'narrow' }, form, said, results), signal),
  };

  async function run(limit = PAGE) {
    const q = input.value.trim();
    if (!q) {
      return;
    }
    remember(['kb', kb, 'search'], { q, mode: mode.value === 'hybrid' ? '' : mode.value });
    const found = await api.get(
      api.ofKnowledgeBase(kb, 'search'),
      { q, mode: mode.value, limit },
      signal,
    );
    display(found, limit, q);
  }

  function display(found, limit, q) {
    const { hits } = found;
    said.textContent =
      hits.length > 0
        ? `${counted(hits.length, 'passage')} in ${Math.max(1, Math.round(found.elapsed * 1000))} ms${unlike(found)}`
        : '';
    put(
      results,
      hits.length === 0 &&
        emptiness(
          'Nothing found',
          `No passage of ${kb} is like “${q}”. Other words may help, or it is not in there.`,
        ),
      h(
        'ol',
        {},
        hits.map((each) => hit(kb, each)),
      ),
      hits.length === limit &&
        limit < MOST &&
        button('Show more', () => run(Math.min(MOST, limit * 3))),
    );
  }

  function unlike(found) {
    return found.mode && found.mode !== mode.value
      ? ', by words alone: the vectors could not be compared'
      : '';
  }
}

function hit(kb, found) {
  const place = linkTo(['kb', kb, 'documents', found.document], {
    source: found.source,
    start: found.start,
    end: found.end,
  });
  const { text, matches } = found.snippet;
  return h(
    'li',
    { class: 'hit' },
    h('h2', {}, h('a', { href: place }, found.title || found.document)),
    h(
      'p',
      { class: 'place muted' },
      [found.source && `${found.source}: `, found.document],
      found.heading && ` › ${found.heading.replaceAll(' > ', ' › ')}`,
      found.page && ` · page ${found.page}`,
    ),
    h('p', { class: 'snippet' }, marked(text, matches)),
  );
}
