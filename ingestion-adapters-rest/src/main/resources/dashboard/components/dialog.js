// Questions and forms in front of the page.

import { freshId, h, put, show } from '../dom.js';
import { icon } from './icons.js';

/**
 * Opens a form. It closes when `submit(values, form)` is done, and shows the error if that fails.
 *
 * @param options `title`, `body` (nodes), `action` (label of the button), `danger`, `submit`
 */
export function openDialog({ title, body, action, danger = false, submit }) {
  const titleId = freshId('title');
  const refusal = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const go = h('button', { class: `button ${danger ? 'danger' : 'primary'}` }, action);
  const dialog = h('dialog', { 'aria-labelledby': titleId });
  const close = () => dialog.close();
  const form = h(
    'form',
    {},
    h(
      'header',
      {},
      h('h2', { id: titleId }, title),
      h(
        'button',
        { type: 'button', class: 'button bare', 'aria-label': 'Close', onclick: close },
        icon('close'),
      ),
    ),
    h('div', { class: 'body' }, body),
    refusal,
    h('footer', {}, h('button', { type: 'button', class: 'button', onclick: close }, 'Back'), go),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(submit, form, go, refusal).then((done) => done && close());
  });
  dialog.addEventListener('close', () => dialog.remove());
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

async function send(submit, form, go, refusal) {
  if (go.disabled) {
    return false;
  }
  go.disabled = true;
  show(refusal, false);
  try {
    await submit(Object.fromEntries(new FormData(form)), form);
    return true;
  } catch (error) {
    put(refusal, icon('warn'), h('span', {}, error.message));
    show(refusal, true);
    if (error.name !== 'ApiError') {
      throw error;
    }
    return false;
  } finally {
    go.disabled = false;
  }
}

/** Asks before something that cannot be undone. */
export function confirmDialog(title, text, action, submit, { danger = true } = {}) {
  return openDialog({ title, body: h('p', {}, text), action, danger, submit });
}
