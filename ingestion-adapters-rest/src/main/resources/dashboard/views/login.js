// Asks for a token when the server wants one.

import { h, put, show } from '../dom.js';
import { field } from '../components/controls.js';
import { icon } from '../components/icons.js';
import { signIn } from '../session.js';

/** @param onDone called when the server has taken the token */
export function showLogin(onDone) {
  const refusal = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const token = h('input', {
    type: 'password',
    name: 'token',
    required: true,
    autocomplete: 'current-password',
    spellcheck: 'false',
  });
  const go = h('button', { class: 'button primary' }, 'Sign in');
  const form = h(
    'form',
    { class: 'login panel' },
    h('h1', {}, 'Sign in'),
    h(
      'p',
      { class: 'muted' },
      'This server wants to know who you are. Whoever runs it gives you a token.',
    ),
    field('Token', token),
    refusal,
    go,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    go.disabled = true;
    try {
      await signIn(token.value);
      onDone();
    } catch (error) {
      put(refusal, icon('warn'), h('span', {}, error.message));
      show(refusal, true);
      token.select();
    } finally {
      go.disabled = false;
    }
  });
  return form;
}
