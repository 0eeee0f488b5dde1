// Makes a knowledge base: over a folder of the server, or for documents that are sent to it.

import * as api from '../api.js';
import { checkbox, complain, field, notify } from '../components/controls.js';
import { openDialog } from '../components/dialog.js';
import {
  fileFields,
  folderField,
  priorityField,
  settingsOf,
} from '../components/settings-form.js';
import { freshId, h, show } from '../dom.js';
import { linkTo } from '../links.js';
import * as store from '../store.js';

export function openCreate() {
  const folder = h(
    'fieldset',
    { class: 'group', 'aria-label': 'Where it lies' },
    folderField(),
    h('details', {}, h('summary', {}, 'Which files'), fileFields()),
  );
  const begin = checkbox('Start reading at once', { name: 'start', checked: true });
  const kinds = kindChoice((kind) => {
    show(folder, kind === 'folder');
    show(begin, kind === 'folder');
    folder.disabled = kind !== 'folder'; // what is not shown must not be asked for
  });
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
      kinds,
      folder,
      priorityField(),
      begin,
    ],
    action: 'Create',
    submit: create,
  });
}

function kindChoice(onChoice) {
  const one = (value, label, help) => {
    const id = freshId('kind');
    const input = h('input', {
      type: 'radio',
      name: 'kind',
      value,
      id,
      checked: value === 'folder',
      'aria-describedby': `${id}-help`,
    });
    input.addEventListener('change', () => onChoice(value));
    return h(
      'div',
      { class: 'card' },
      input,
      h('label', { for: id }, label),
      h('p', { class: 'help', id: `${id}-help` }, help),
    );
  };
  return h(
    'fieldset',
    { class: 'cards-choice' },
    h('legend', {}, 'Documents come from'),
    one('folder', 'A folder', 'Read again whenever you want, and kept true to it.'),
    one('uploads', 'Uploads', 'Sent from this page or by a program.'),
  );
}

async function create(values) {
  const kb = values.kb_id.trim();
  await api.post('/knowledge-bases', { kb_id: kb, settings: settingsOf(values) });
  notify(`Created ${kb}`);
  if (values.kind === 'uploads') {
    location.hash = linkTo(['kb', kb, 'uploads']);
    return;
  }
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
