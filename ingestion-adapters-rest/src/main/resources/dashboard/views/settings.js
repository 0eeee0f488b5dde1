// How a knowledge base is filled from now on. What somebody else saved meanwhile is not overwritten.

import * as api from '../api.js';
import { button, field, notify } from '../components/controls.js';
import { icon } from '../components/icons.js';
import { kbPage } from '../components/kb-page.js';
import {
  fileFields,
  folderField,
  priorityField,
  settingsOf,
} from '../components/settings-form.js';
import { h, put } from '../dom.js';
import { may } from '../session.js';

export async function showSettings({ params: { kb }, signal }) {
  const path = api.ofKnowledgeBase(kb, 'settings');
  const holder = h('div', { class: 'narrow' });
  await load();
  return { title: `Settings of ${kb}`, element: kbPage(kb, 'settings', holder, signal) };

  async function load() {
    put(holder, form(await api.getVersioned(path, signal)));
  }

  function form({ body: settings, version }) {
    let known = version;
    const said = h('div', { class: 'said' });
    const save = h('button', { class: 'button primary' }, 'Save');
    const element = h(
      'form',
      { class: 'panel settings', 'aria-label': 'Settings' },
      h('fieldset', { class: 'group', disabled: !may('admin') }, fields(settings)),
      said,
      may('admin')
        ? h('div', { class: 'row' }, save)
        : h('p', { class: 'muted' }, 'Your role may see them and not change them.'),
    );
    element.addEventListener('input', () => put(said));
    element.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (save.disabled) {
        return;
      }
      save.disabled = true;
      try {
        known = await send(settings.source.kind, new FormData(element), known);
        put(said);
        notify(`Saved the settings of ${kb}`);
      } catch (error) {
        refuse(said, error);
      } finally {
        save.disabled = false;
      }
    });
    return element;
  }

  async function send(kind, data, version) {
    const values = { ...Object.fromEntries(data), kind };
    return (await api.putVersioned(path, settingsOf(values), version)).version;
  }

  function refuse(said, error) {
    const late = error.status === 412;
    put(
      said,
      h(
        'div',
        { class: 'notice bad', role: 'alert' },
        icon('warn'),
        h(
          'div',
          {},
          late
            ? 'Somebody else changed the settings while you did. Nothing was saved.'
            : error.message,
          late &&
            h('p', {}, button('Show what they are now', load, { mark: 'again' })),
        ),
      ),
    );
    if (error.name !== 'ApiError') {
      throw error;
    }
  }
}

function fields({ source, priority }) {
  const folder = source.kind === 'folder';
  return [
    folder
      ? [
          folderField(source.root ?? ''),
          fileFields(source),
          field(
            'Name of the source',
            h('input', {
              name: 'name',
              value: source.name,
              required: true,
              maxlength: '64',
              autocomplete: 'off',
              spellcheck: 'false',
            }),
            'A source that was read once keeps its folder and its patterns. For others, give it another name: what came from the one before stays searchable.',
          ),
        ]
      : [
          h('p', {}, 'Filled by uploads: documents are sent from here or by a program.'),
          h('input', { type: 'hidden', name: 'name', value: source.name }),
        ],
    priorityField(priority),
  ];
}
