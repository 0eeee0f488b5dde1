// Makes a knowledge base over a folder of the server.

import * as api from '../api.js';
import { checkbox, complain, field, notify, priorities } from '../components/controls.js';
import { openDialog } from '../components/dialog.js';
import { h } from '../dom.js';
import { linkTo } from '../links.js';
import * as store from '../store.js';

export function openCreate() {
  openDialog({
    title: 'New knowledge base',
    body: [
      field(
        'Name',
        h('input', {
          name: 'kb_id',
          required: true,
          maxlength: '64',
          pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]*',
          autocomplete: 'off',
          spellcheck: 'false',
        }),
        'Letters, digits, dots, dashes and underscores.',
      ),
      field(
        'Folder',
        h('input', {
          name: 'root',
          required: true,
          autocomplete: 'off',
          spellcheck: 'false',
          placeholder: '/srv/documents',
        }),
        'On the machine where the server runs.',
      ),
      h(
        'details',
        {},
        h('summary', {}, 'Which files, and how urgent'),
        field(
          'Only files that match',
          patterns('include'),
          'A pattern on each line, like **/*.md. Empty for all.',
        ),
        field('But none that match', patterns('exclude')),
        checkbox('Read hidden files too', { name: 'hidden' }),
        field('Priority', priorities('priority', 5)),
      ),
      checkbox('Start reading at once', { name: 'start', checked: true }),
    ],
    action: 'Create',
    submit: create,
  });
}

function patterns(name) {
  return h('textarea', { name, rows: '2', spellcheck: 'false', autocomplete: 'off' });
}

async function create(values) {
  const kb = values.kb_id.trim();
  await api.post('/knowledge-bases', { kb_id: kb, settings: settings(values) });
  notify(`Created ${kb}`);
  location.hash = linkTo(['kb', kb]);
  if (values.start) {
    startReading(kb).catch(complain);
  }
}

async function startReading(kb) {
  store.learn(
    await api.post(api.ofKnowledgeBase(kb, 'start'), undefined, {
      'Idempotency-Key': api.idempotencyKey(),
    }),
  );
}

function settings({ root, include, exclude, hidden, priority }) {
  return {
    source: {
      kind: 'folder',
      root: root.trim(),
      include: lines(include),
      exclude: lines(exclude),
      hidden: Boolean(hidden),
    },
    priority: Number(priority),
  };
}

function lines(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
