// The bar at the top, and the banner that says that what is shown is old.

import { h, put, show } from '../dom.js';
import { isSignedIn, who } from '../session.js';
import { button } from './controls.js';
import { icon } from './icons.js';
import { themeSwitch } from './theme-switch.js';

/** A connection that comes back at once is not worth a word. */
const GRACE_MS = 1_200;

export function frame({ onSignOut }) {
  const bar = document.getElementById('bar');
  const outage = document.getElementById('outage');
  const links = [h('a', { href: '#/' }, 'Knowledge bases'), h('a', { href: '#/jobs' }, 'Jobs')];
  const nav = h('nav', { 'aria-label': 'Main' }, links);
  const status = h(
    'span',
    { class: 'link-state' },
    h('i', { class: 'dot', 'aria-hidden': 'true' }),
    h('span', {}, 'Connecting'),
  );
  const person = h('div', { class: 'person' });
  put(
    bar,
    h(
      'div',
      { class: 'bar-inner' },
      h('a', { class: 'mark', href: '#/' }, mark(), 'Ingestion'),
      nav,
      h('div', { class: 'bar-end' }, status, person, themeSwitch()),
    ),
  );
  const banner = outageBanner(outage);
  return {
    at: (hash) => links.forEach((link) => current(link, hash)),
    connection(connected) {
      status.className = `link-state ${connected ? 'live' : 'bad'}`;
      status.lastChild.textContent = connected ? 'Live' : 'Not connected';
      banner(connected);
    },
    signedIn() {
      show(nav, true);
      show(status, true);
      put(
        person,
        isSignedIn() && [
          h('span', { class: 'muted' }, who().name),
          button('Sign out', onSignOut, { kind: 'bare' }),
        ],
      );
    },
    signedOut() {
      show(nav, false);
      show(status, false);
      put(person);
      banner(true);
    },
  };
}

function current(link, hash) {
  const jobs = hash.startsWith('#/jobs');
  if (link.hash === '#/jobs' ? jobs : !jobs) {
    link.setAttribute('aria-current', 'page');
  } else {
    link.removeAttribute('aria-current');
  }
}

function mark() {
  return h('img', { src: '/dashboard/icon.svg', alt: '', width: '22', height: '22' });
}

/** Says since when nothing was heard, until something is heard again. */
function outageBanner(outage) {
  const text = h('span', { role: 'status' });
  put(outage, icon('warn'), text);
  let timer = null;
  return (connected) => {
    if (connected) {
      clearTimeout(timer);
      timer = null;
      show(outage, false);
      text.textContent = '';
    } else if (timer === null) {
      const since = new Date().toLocaleTimeString('en-GB');
      timer = setTimeout(() => {
        show(outage, true);
        text.textContent = `The server does not answer. What you see is from ${since}; it goes on by itself when the server is back.`;
      }, GRACE_MS);
    }
  };
}
