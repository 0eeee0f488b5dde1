// Dead letters: what was given up, why, and the ways to go on.

import * as api from '../api.js';
import { button, complain, notify } from '../components/controls.js';
import { confirmDialog } from '../components/dialog.js';
import { emptiness, time } from '../components/job-parts.js';
import { kbPage } from '../components/kb-page.js';
import { pagedList } from '../components/list.js';
import { h, put, say, show } from '../dom.js';
import { linkTo } from '../links.js';
import { may } from '../session.js';
import * as store from '../store.js';
import { counted, inWords } from '../words.js';

export async function showLetters({ params: { kb }, query, signal }) {
  const chosen = new Set();
  const filter = { code: query.get('code') ?? '', document: query.get('document') ?? '' };
  const total = h('p', { class: 'muted', role: 'status' });
  const tools = h('div', { class: 'tools spread' });
  const list = pagedList({
    path: api.ofKnowledgeBase(kb, 'dead-letters'),
    query: filter,
    key: 'letters',
    holder: h('ul', { class: 'letters' }),
    signal,
    item: (each) => letter(kb, each, chosen, refreshTools, signal),
    empty: () =>
      filter.code || filter.document
        ? emptiness(
            'None is like that',
            'No dead letter matches.',
            h('a', { class: 'button', href: linkTo(['kb', kb, 'dead-letters']) }, 'Show all'),
          )
        : emptiness(
            'No dead letters',
            'Nothing was given up: what failed along the way was done in the end.',
          ),
    onPage(answer) {
      say(
        total,
        answer.total > 0
          ? `${counted(answer.total, 'dead letter')}${filter.code ? ` with ${inWords(filter.code)}` : ''}`
          : '',
      );
      show(tools, answer.total > 0);
    },
  });
  refreshTools();
  await reload();
  store.listen(
    {
      job: (now, before) =>
        now.kb_id === kb && now.status !== before?.status && reload().catch(complain),
    },
    signal,
  );
  return {
    title: `Dead letters of ${kb}`,
    element: kbPage(kb, 'dead-letters', h('div', {}, tools, list.element), signal),
  };

  async function reload() {
    chosen.clear();
    await list.reload();
    refreshTools();
  }

  function refreshTools() {
    const which = chosen.size > 0 ? counted(chosen.size, 'letter') : 'all';
    put(
      tools,
      total,
      may('operate') &&
        h(
          'div',
          { class: 'actions' },
          button(`Replay ${which}`, replay, { kind: 'primary', mark: 'again' }),
          button(`Purge ${which}`, purge, { mark: 'bin' }),
        ),
    );
  }

  /** What the buttons mean: the letters that are ticked, or all that the list is about. */
  function selection() {
    if (chosen.size > 0) {
      return { ids: [...chosen] };
    }
    return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  }

  async function replay() {
    const { letters, job } = await api.post(
      api.ofKnowledgeBase(kb, 'dead-letters', 'replay'),
      selection(),
    );
    store.learn(job);
    notify(`${counted(letters, 'dead letter')} will be tried again`);
    await reload();
  }

  function purge() {
    const which = chosen.size > 0 ? counted(chosen.size, 'dead letter') : 'all dead letters';
    confirmDialog(
      `Purge ${which}?`,
      'Only the letters are deleted. Their documents stay failed until their content changes.',
      'Purge',
      async () => {
        const { purged } = await api.post(
          api.ofKnowledgeBase(kb, 'dead-letters', 'purge'),
          selection(),
        );
        notify(`${counted(purged, 'dead letter')} deleted`);
        await reload();
      },
    );
  }
}

function letter(kb, each, chosen, onChoice, signal) {
  const tick = h('input', {
    type: 'checkbox',
    'aria-label': `Choose letter ${each.id}, ${each.document}`,
    disabled: each.replaying,
  });
  tick.addEventListener('change', () => {
    if (tick.checked) {
      chosen.add(each.id);
    } else {
      chosen.delete(each.id);
    }
    onChoice();
  });
  const more = h('div', { class: 'letter-more' });
  const details = h('details', {}, h('summary', {}, 'Error in full'), more);
  details.addEventListener(
    'toggle',
    () =>
      details.open && more.childNodes.length === 0 && open(kb, each, more, signal).catch(complain),
  );
  return h(
    'li',
    { class: 'letter' },
    may('operate') && tick,
    h(
      'div',
      {},
      h(
        'p',
        {},
        h(
          'a',
          {
            class: 'path',
            href: linkTo(['kb', kb, 'documents', each.document], { source: each.source }),
          },
          each.document,
        ),
        each.ordinal !== null && h('span', { class: 'muted' }, ` chunk ${each.ordinal}`),
      ),
      h('p', { class: 'letter-message' }, each.message),
      h(
        'p',
        { class: 'muted letter-facts' },
        h(
          'a',
          { class: 'tag', href: linkTo(['kb', kb, 'dead-letters'], { code: each.code }) },
          inWords(each.code),
        ),
        each.replaying && h('span', { class: 'tag live' }, 'Being tried again'),
        h(
          'span',
          {},
          `to ${each.stage}, ${counted(each.attempts, 'attempt')}, last `,
          time(each.last_at),
        ),
      ),
      details,
    ),
  );
}

async function open(kb, each, more, signal) {
  const { stack, text } = await api.get(
    api.ofKnowledgeBase(kb, 'dead-letters', each.id),
    {},
    signal,
  );
  put(
    more,
    text && [h('h3', {}, 'Text of the chunk'), h('blockquote', { class: 'text' }, text)],
    h('h3', {}, 'Stack'),
    stack
      ? h('pre', { tabindex: '0', 'aria-label': 'Stack' }, stack)
      : h('p', { class: 'muted' }, 'None was kept.'),
  );
}
