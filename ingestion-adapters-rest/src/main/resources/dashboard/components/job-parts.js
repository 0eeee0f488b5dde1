// How a job is shown, wherever it is shown. Each part is an element and a way to bring it up to date.

import { h, put, say, show } from '../dom.js';
import * as words from '../words.js';
import { icon } from './icons.js';

/** Status in a word, with a dot in its colour. */
export function badge(job) {
  const text = h('span');
  const element = h('span', {}, h('i', { class: 'dot', 'aria-hidden': 'true' }), text);
  const update = (now) => {
    element.className = `badge ${words.tone(now)}`;
    say(text, words.standing(now));
  };
  update(job);
  return { element, update };
}

/** How many of the chunks known so far are in the index. */
export function progress(job, label) {
  const bar = h('progress', { 'aria-label': label });
  const text = h('span', { class: 'muted' });
  const part = h('span', { class: 'part' });
  const element = h('div', { class: 'progress' }, bar, text, part);
  const update = (now) => {
    const { queued, indexed, dead } = now.chunks;
    bar.max = Math.max(1, queued);
    bar.value = indexed;
    element.className = `progress ${words.tone(now)}`;
    say(
      text,
      `${words.count(indexed)} of ${words.counted(queued, 'chunk')}${dead > 0 ? `, ${words.count(dead)} given up` : ''}`,
    );
    say(part, queued > 0 ? `${Math.floor((100 * indexed) / queued)} %` : '');
  };
  update(job);
  return { element, update };
}

/** Why it waits, or why it ended. */
export function reasons(job) {
  const waiting = h('span');
  const failure = h('span');
  const waits = h('p', { class: 'notice warn' }, icon('wait'), waiting);
  const failed = h('p', { class: 'notice bad' }, icon('warn'), failure);
  const element = h('div', { class: 'reasons' }, waits, failed);
  const update = (now) => {
    const wait = now && words.isActive(now) ? now.waiting : null;
    const error = now?.status === 'FAILED' ? now.error : null;
    say(waiting, wait ? sentence(wait) : '');
    say(failure, error ? sentence(error.message) : '');
    show(waits, Boolean(wait));
    show(failed, Boolean(error));
    show(element, Boolean(wait || error));
  };
  update(job);
  return { element, update };
}

function sentence(text) {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** Rate, or a dash where none can be told. */
export function rateOf(job) {
  return job?.status === 'RUNNING' && job.rate > 0 ? words.rate(job.rate) : '–';
}

/** Time left, or why it is not known. */
export function leftOf(job) {
  if (job?.status !== 'RUNNING') {
    return '–';
  }
  return job.eta === null ? 'unknown' : words.duration(job.eta);
}

/** A time as people say it; exact when pointed at. */
export function time(iso) {
  return iso
    ? h('time', { datetime: iso, title: words.moment(iso) }, words.ago(iso))
    : h('span', {}, '–');
}

/** The four stages, with the one that the job is in. */
export function stages(job) {
  const names = ['LOADING', 'CHUNKING', 'EMBEDDING', 'INDEXING'];
  const items = names.map((name) =>
    h('li', {}, h('i', { 'aria-hidden': 'true' }), h('span', {}, words.inWords(name))),
  );
  const element = h('ol', { class: 'stages', 'aria-label': 'Stages' }, items);
  const update = (now) => {
    const at = now.status === 'COMPLETED' ? names.length : names.indexOf(now.phase);
    items.forEach((item, i) => {
      item.className = i < at ? 'past' : i === at ? 'now' : '';
      item.toggleAttribute('aria-current', false);
      if (i === at) {
        item.setAttribute('aria-current', 'step');
      }
    });
  };
  update(job);
  return { element, update };
}

/** Numbers with what they count: `[label, value, tone]` each, always as many. */
export function figures(label, rows) {
  const cells = rows.map(() => ({ name: h('dt'), value: h('dd') }));
  const element = h(
    'dl',
    { class: 'figures', 'aria-label': label },
    cells.map(({ name, value }) => h('div', {}, name, value)),
  );
  const update = (now) =>
    now.forEach(([text, number, tone = ''], i) => {
      const { name, value } = cells[i];
      say(name, text);
      say(value, typeof number === 'number' ? words.count(number) : number);
      value.className = tone;
    });
  update(rows);
  return { element, update };
}

/** A message in place of a list that has nothing in it. */
export function emptiness(title, text, ...actions) {
  return h(
    'div',
    { class: 'empty' },
    h('p', { class: 'empty-title' }, title),
    h('p', {}, text),
    h('div', { class: 'row' }, actions),
  );
}

/** What happened to a job, latest first. */
export function history(events) {
  const list = h('ol', { class: 'history' });
  return put(
    list,
    [...events].reverse().map((event) =>
      h(
        'li',
        {},
        h('span', {
          class: `dot ${words.tone({ status: event.status })}`,
          'aria-hidden': 'true',
        }),
        h(
          'div',
          {},
          h('strong', {}, happened(event)),
          event.reason && h('p', {}, event.reason),
          h('p', { class: 'muted' }, time(event.at), ` · ${event.node}`),
        ),
      ),
    ),
  );
}

function happened(event) {
  if (event.kind === 'STATUS_CHANGED' && event.status) {
    return words.inWords(event.status);
  }
  return words.inWords(event.kind);
}
