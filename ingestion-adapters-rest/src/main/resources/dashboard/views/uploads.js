// Sends documents to a knowledge base that is filled by uploads, one after another.

import * as api from '../api.js';
import { announce, button, complain, field } from '../components/controls.js';
import { openStart } from '../components/job-actions.js';
import { emptiness } from '../components/job-parts.js';
import { icon } from '../components/icons.js';
import { kbPage } from '../components/kb-page.js';
import { h, put, say, show } from '../dom.js';
import { isFilledByUploads } from '../kinds.js';
import { may } from '../session.js';
import * as store from '../store.js';
import { counted, isActive, size } from '../words.js';

export async function showUploads({ params: { kb }, signal }) {
  const filled = await isFilledByUploads(kb, signal);
  const content = filled && may('operate') ? uploader(kb, signal) : refusal(kb, filled);
  return { title: `Upload into ${kb}`, element: kbPage(kb, 'uploads', content, signal) };
}

function refusal(kb, filled) {
  return h(
    'div',
    { class: 'panel' },
    filled
      ? emptiness('Your role may not send documents', 'Whoever runs the server can give you one that may.')
      : emptiness(
          `${kb} takes no uploads`,
          'It is filled from a folder. Make a knowledge base whose documents come from uploads.',
        ),
  );
}

function uploader(kb, signal) {
  const waiting = [];
  const rows = h('ul', { class: 'files', 'aria-label': 'Files' });
  const summary = h('p', { class: 'muted', role: 'status' });
  const folder = h('input', {
    name: 'folder',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'reports/2026',
  });
  const start = button('Read them now', () => read(kb), { kind: 'primary', mark: 'play' });
  const next = h('div', { class: 'tools spread' }, summary, start);
  const tally = { sent: 0, failed: 0, all: 0 };
  let sending = false;
  show(next, false);
  show(rows, false);
  return h(
    'div',
    { class: 'narrow' },
    dropZone(take),
    field('Into the folder', folder, 'Empty for none. A document of the same path is replaced.'),
    next,
    rows,
  );

  function take(files) {
    for (const file of files) {
      const row = fileRow(pathOf(folder.value, file), file);
      waiting.push(row);
      rows.append(row.element);
    }
    tally.all += files.length;
    show(rows, true);
    sendAll().catch(complain);
  }

  async function sendAll() {
    if (sending) {
      return;
    }
    sending = true;
    show(start, false);
    try {
      while (waiting.length > 0 && !signal.aborted) {
        await sendOne(waiting.shift());
      }
    } finally {
      sending = false;
    }
    show(start, tally.sent > 0);
    announce(summary.textContent);
  }

  async function sendOne(row) {
    tell();
    try {
      const { bytes } = await api.upload(kb, row.path, row.file, row.progress, signal);
      tally.sent += 1;
      row.done(bytes);
    } catch (error) {
      if (error.name === 'AbortError') {
        return;
      }
      tally.failed += 1;
      row.failed(error.message, () => {
        tally.failed -= 1;
        row.again();
        waiting.push(row);
        return sendAll();
      });
      if (error.name !== 'ApiError') {
        throw error;
      }
    } finally {
      tell();
    }
  }

  function tell() {
    show(next, true);
    const open = tally.all - tally.sent - tally.failed;
    const parts = [`${counted(tally.sent, 'document')} sent`];
    if (open > 0) {
      parts.push(`${open} to go`);
    }
    if (tally.failed > 0) {
      parts.push(`${tally.failed} refused`);
    }
    say(summary, `${parts.join(', ')}.`);
  }
}

async function read(kb) {
  if (isActive(store.jobOf(kb))) {
    throw new api.ApiError({
      detail: `A job of ${kb} has not ended. Documents that it has not passed yet are read by it; start again when it is done to be sure.`,
    });
  }
  await openStart(kb);
}

/** A place to drop files, and a button that says the same with the keyboard. */
function dropZone(take) {
  const input = h('input', {
    type: 'file',
    multiple: true,
    class: 'unseen',
    tabindex: '-1',
    'aria-label': 'Files to upload',
  });
  const zone = h(
    'div',
    { class: 'drop' },
    icon('up'),
    h('p', {}, h('strong', {}, 'Drop documents here')),
    h('p', { class: 'muted' }, 'or'),
    button('Choose files', () => input.click()),
    input,
  );
  input.addEventListener('change', () => {
    take([...input.files]);
    input.value = ''; // so that the same file can be chosen again
  });
  for (const [type, over] of [
    ['dragenter', true],
    ['dragover', true],
    ['dragleave', false],
    ['drop', false],
  ]) {
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.toggle('over', over);
    });
  }
  zone.addEventListener('drop', (event) => take([...event.dataTransfer.files]));
  return zone;
}

/** Where a file goes: slashes that are too many would make a path that is refused. */
export function pathOf(folder, file) {
  const parts = folder.split('/').map((part) => part.trim());
  return [...parts, file.name].filter(Boolean).join('/');
}

function fileRow(path, file) {
  const bar = h('progress', { max: '1', value: '0', 'aria-label': `Sending ${path}` });
  const state = h('span', { class: 'muted' }, size(file.size));
  const why = h('div', { class: 'file-why' });
  const name = h('span', { class: 'path' }, path);
  const element = h('li', {}, name, state, bar, why);
  return {
    path,
    file,
    element,
    progress(part) {
      bar.value = part;
      say(state, part < 1 ? `${Math.floor(100 * part)} % of ${size(file.size)}` : 'Being kept');
    },
    done(bytes) {
      show(bar, false);
      put(state, icon('tick'), size(bytes));
      state.className = 'good';
    },
    failed(reason, again) {
      show(bar, false);
      put(state, icon('warn'), 'Not kept');
      state.className = 'bad';
      put(why, h('p', {}, reason), button('Send again', again, { mark: 'again', hint: `Send again: ${path}` }));
    },
    again() {
      put(why);
      show(bar, true);
      bar.value = 0;
      state.className = 'muted';
      say(state, size(file.size));
    },
  };
}
