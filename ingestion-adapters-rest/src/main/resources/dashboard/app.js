// The frame around the views: who is signed in, the live connection, and which view is shown.

import { access } from './api.js';
import { frame } from './components/frame.js';
import { announce, button } from './components/controls.js';
import { emptiness } from './components/job-parts.js';
import { focusOn, h, put } from './dom.js';
import { routeOf } from './router.js';
import * as session from './session.js';
import * as store from './store.js';
import { showLogin } from './views/login.js';
import { standing } from './words.js';

const main = document.getElementById('main');
const bar = frame({ onSignOut: signOut });
let live = null;
let current = null;
let shownBefore = false;

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', () => route());
access.addEventListener('lost', () => login());
enter();

/** Shows what the address asks for if the server knows us, and the login if not. */
async function enter() {
  try {
    if (await session.recall()) {
      connect();
      await route();
    } else {
      login();
    }
  } catch (error) {
    fail(error, enter);
  }
}

function connect() {
  disconnect();
  live = new AbortController();
  store.listen({ connection, job: tellTransition }, live.signal);
  store.start(live.signal);
  bar.signedIn();
}

function disconnect() {
  live?.abort();
  live = null;
}

function login() {
  if (main.querySelector('.login')) {
    return; // several requests may be refused at once
  }
  disconnect();
  current?.abort();
  bar.signedOut();
  document.title = 'Sign in – Ingestion';
  put(main, showLogin(enter));
  main.querySelector('input').focus();
}

async function signOut() {
  await session.signOut();
  await enter();
}

async function route() {
  if (!live) {
    return;
  }
  current?.abort();
  const mine = new AbortController();
  current = mine;
  const found = routeOf(location.hash);
  bar.at(location.hash);
  main.setAttribute('aria-busy', 'true');
  try {
    const shown = found ? await found.view({ ...found, signal: mine.signal }) : nowhere();
    if (!mine.signal.aborted) {
      display(shown);
    }
  } catch (error) {
    if (!mine.signal.aborted && error.status !== 401) {
      fail(error, route);
    }
  }
}

function display({ title, element }) {
  document.title = `${title} – Ingestion`;
  main.removeAttribute('aria-busy');
  delete main.dataset.failed;
  put(main, element);
  if (shownBefore) {
    window.scrollTo(0, 0);
    const target = main.querySelector('[data-target]') ?? main.querySelector('h1') ?? main;
    focusOn(target);
  }
  shownBefore = true;
}

function nowhere() {
  const element = emptiness(
    'There is nothing at this address',
    'It may have been mistyped.',
    h('a', { class: 'button', href: '#/' }, 'Knowledge bases'),
  );
  element.prepend(h('h1', { class: 'unseen' }, 'Not found'));
  return { title: 'Not found', element };
}

function fail(error, again) {
  main.removeAttribute('aria-busy');
  document.title = 'Not shown – Ingestion';
  put(
    main,
    h('h1', { class: 'unseen' }, 'This could not be shown'),
    h(
      'div',
      { role: 'alert' },
      emptiness(
        'This could not be shown',
        error.message,
        button('Try again', again, { mark: 'again' }),
      ),
    ),
  );
  main.dataset.failed = String(error.code === 'UNREACHABLE');
  if (error.name !== 'ApiError') {
    throw error;
  }
  if (error.code === 'UNREACHABLE' && !live) {
    setTimeout(() => main.dataset.failed === 'true' && !live && again(), 2_000);
  }
}

/** A server that came back may have been restarted: a view that failed meanwhile is asked for again. */
function connection(connected) {
  bar.connection(connected);
  if (connected && main.dataset.failed === 'true') {
    delete main.dataset.failed;
    route();
  }
}

/** Changes of a job's standing are read out; progress is not. */
function tellTransition(job, before) {
  if (before && standing(job) !== standing(before)) {
    announce(`${job.kb_id}: ${standing(job)}`);
  }
}
