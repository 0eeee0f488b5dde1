// One job, also one of the past.

import * as api from '../api.js';
import { complain } from '../components/controls.js';
import { jobActions } from '../components/job-actions.js';
import { badge, history } from '../components/job-parts.js';
import { jobPanel } from '../components/job-panel.js';
import { h, put } from '../dom.js';
import { linkTo } from '../links.js';
import * as store from '../store.js';
import { isActive, standing } from '../words.js';

export async function showJob({ params: { job: id }, signal }) {
  const job = await api.get(`/jobs/${encodeURIComponent(id)}`, {}, signal);
  const kb = job.kb_id;
  const state = badge(job);
  const panel = jobPanel(job, isActive(job) ? () => store.speedsOf(kb) : null);
  const actions = isActive(job) ? jobActions(kb, job) : null;
  const past = h('div', {}, history(job.events ?? []));
  let known = job;
  store.listen(
    { job: (now) => now.job_id === id && changed(now), tick: () => panel.tick() },
    signal,
  );
  return {
    title: `Job of ${kb}`,
    element: h(
      'div',
      {},
      h(
        'header',
        { class: 'head' },
        h(
          'div',
          {},
          h(
            'p',
            { class: 'crumb' },
            h('a', { href: '#/jobs' }, 'Jobs'),
            ' / ',
            h('a', { href: linkTo(['kb', kb]) }, kb),
          ),
          h('div', { class: 'title' }, h('h1', {}, `Job of ${kb}`), state.element),
        ),
        actions?.element,
      ),
      h(
        'div',
        { class: 'columns' },
        h('div', { class: 'column' }, panel.element),
        h(
          'aside',
          { class: 'column' },
          h('section', { class: 'panel' }, h('h2', {}, 'What happened'), past),
        ),
      ),
    ),
  };

  function changed(now) {
    state.update(now);
    panel.update(now);
    actions?.update(now);
    if (standing(now) !== standing(known)) {
      tellHistory().catch(complain);
    }
    known = now;
  }

  async function tellHistory() {
    const { events = [] } = await api.get(`/jobs/${encodeURIComponent(id)}`, {}, signal);
    put(past, history(events));
  }
}
