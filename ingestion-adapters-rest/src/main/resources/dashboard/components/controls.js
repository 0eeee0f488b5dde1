// Buttons, fields and the messages that answer them.

import { freshId, h, put } from '../dom.js';
import { icon } from './icons.js';

const TOAST_MS = 6_000;

/** A button; its `act` may return a promise, during which it cannot be pressed again. */
export function button(label, act, { kind = '', mark = null, hint = null, disabled = false } = {}) {
  const element = h(
    'button',
    { type: 'button', class: `button ${kind}`.trim(), 'aria-label': hint, title: hint, disabled },
    mark && icon(mark),
    label && h('span', {}, label),
  );
  element.addEventListener('click', () => busyWhile(element, act));
  return element;
}

async function busyWhile(element, act) {
  if (element.getAttribute('aria-disabled') === 'true') {
    return;
  }
  element.setAttribute('aria-disabled', 'true');
  try {
    await act();
  } catch (error) {
    complain(error);
  } finally {
    element.removeAttribute('aria-disabled');
  }
}

/** A labelled control. Returns the row; the control is found by its name in the form. */
export function field(label, control, help = null) {
  const id = freshId('field');
  control.id = id;
  const helpId = help && `${id}-help`;
  if (helpId) {
    control.setAttribute('aria-describedby', helpId);
  }
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    control,
    help && h('p', { class: 'help', id: helpId }, help),
  );
}

export function checkbox(label, attributes, help = null) {
  const id = freshId('check');
  const helpId = help && `${id}-help`;
  return h(
    'div',
    { class: 'check' },
    h('input', { type: 'checkbox', id, 'aria-describedby': helpId, ...attributes }),
    h('label', { for: id }, label),
    help && h('p', { class: 'help', id: helpId }, help),
  );
}

/** A list of choices: `[value, label]` each. */
export function choice(attributes, options, chosen) {
  return h(
    'select',
    attributes,
    options.map(([value, label]) => h('option', { value, selected: value === chosen }, label)),
  );
}

export function priorities(name, chosen) {
  const named = { 0: '0, last of all', 5: '5, usual', 9: '9, first of all' };
  const all = Array.from({ length: 10 }, (_, value) => [
    String(value),
    named[value] ?? String(value),
  ]);
  return choice({ name }, all, String(chosen));
}

/** Says what was done, for a while; what went wrong stays until it is dismissed. */
export function notify(text, tone = 'good') {
  const toast = h('div', { class: `toast ${tone}`, role: tone === 'bad' ? 'alert' : 'status' });
  document.getElementById('toasts').append(toast);
  const leave = () => toast.remove();
  put(
    toast,
    icon(tone === 'bad' ? 'warn' : 'tick'),
    h('p', {}, text),
    h(
      'button',
      { type: 'button', class: 'button bare', 'aria-label': 'Dismiss', onclick: leave },
      icon('close'),
    ),
  );
  if (tone !== 'bad') {
    setTimeout(leave, TOAST_MS);
  }
}

/** Says why something was not done. */
export function complain(error) {
  if (error.name === 'AbortError' || error.status === 401) {
    return;
  }
  notify(error.message, 'bad');
  if (error.name !== 'ApiError') {
    throw error;
  }
}

/** Says something to screen readers alone. */
export function announce(text) {
  const region = document.getElementById('announcements');
  region.textContent = text;
}
