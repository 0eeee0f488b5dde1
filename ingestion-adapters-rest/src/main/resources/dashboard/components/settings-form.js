// The fields that say how a knowledge base is filled, and what they stand for in a request.

import { h } from '../dom.js';
import { checkbox, field, priorities } from './controls.js';

/** Where the documents of a folder lie. */
export function folderField(root = '') {
  return field(
    'Folder',
    h('input', {
      name: 'root',
      value: root,
      required: true,
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: '/srv/documents',
    }),
    'On the machine where the server runs.',
  );
}

/** Which of its files are read. */
export function fileFields({ include = [], exclude = [], hidden = false } = {}) {
  return [
    field(
      'Only files that match',
      patterns('include', include),
      'A pattern on each line, like **/*.md. Empty for all.',
    ),
    field('But none that match', patterns('exclude', exclude)),
    checkbox('Read hidden files too', { name: 'hidden', checked: Boolean(hidden) }),
  ];
}

export function priorityField(priority = 5) {
  return field(
    'Priority',
    priorities('priority', priority),
    'Of jobs that start from now on. What waits with the highest priority is done first.',
  );
}

function patterns(name, lines) {
  return h('textarea', { name, rows: '2', spellcheck: 'false', autocomplete: 'off' }, lines.join('\n'));
}

/** The settings that a form's values stand for. */
export function settingsOf({ kind, name, root, include, exclude, hidden, priority }) {
  const folder = kind === 'folder';
  return {
    source: {
      ...(name ? { name: name.trim() } : {}),
      kind,
      ...(folder && {
        root: root.trim(),
        include: lines(include),
        exclude: lines(exclude),
        hidden: Boolean(hidden),
      }),
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
