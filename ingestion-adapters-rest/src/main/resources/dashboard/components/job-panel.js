// All about one job: where it stands, how fast it is, and what it counted.

import { h, put, say, show } from '../dom.js';
import * as words from '../words.js';
import { figures, leftOf, progress, rateOf, reasons, stages, time } from './job-parts.js';
import { spanOf, sparkline } from './sparkline.js';

const CHART_SECONDS = 180;

/** @param speeds returns the samples of chunks a second; null for a job of the past, which has none */
export function jobPanel(job, speeds) {
  const why = reasons(job);
  const steps = stages(job);
  const bar = progress(job, 'Chunks in the index');
  const chart = sparkline(600, 96, CHART_SECONDS, 'Chunks a second, the last minutes');
  const begin = h('span');
  const peak = h('span', { class: 'muted' });
  const pace = figures('Pace', paceOf(job));
  const documents = figures('Documents', documentsOf(job));
  const chunks = figures('Chunks', chunksOf(job));
  const facts = h('dl', { class: 'facts-list' });
  const charted = h(
    'figure',
    { class: 'chart' },
    h('figcaption', {}, 'Chunks a second', peak),
    chart.element,
    h(
      'div',
      { class: 'axis', 'aria-hidden': 'true' },
      begin,
      h('span', {}, 'now'),
    ),
  );
  const element = h(
    'section',
    { class: 'panel job', 'aria-label': 'Job' },
    why.element,
    steps.element,
    bar.element,
    pace.element,
    charted,
    h(
      'div',
      { class: 'counts' },
      h('div', {}, h('h2', {}, 'Documents'), documents.element),
      h('div', {}, h('h2', {}, 'Chunks'), chunks.element),
    ),
    facts,
  );
  update(job);
  return { element, update, tick };

  function update(now) {
    why.update(now);
    steps.update(now);
    bar.update(now);
    pace.update(paceOf(now));
    documents.update(documentsOf(now));
    chunks.update(chunksOf(now));
    put(facts, factsOf(now));
    tick(now);
  }

  function tick(now = null) {
    const all = speeds ? speeds() : [];
    show(charted, all.length > 1 && (now === null || words.isActive(now) || !charted.hidden));
    chart.update(all);
    say(begin, `${words.duration(spanOf(all, CHART_SECONDS))} ago`);
    say(
      peak,
      all.length > 1 ? `now ${words.rate(all.at(-1))}, peak ${words.rate(Math.max(...all))}` : '',
    );
  }
}

function paceOf(job) {
  const running = job.status === 'RUNNING';
  return [
    ['Chunks/s, average', running ? rateOf(job) : average(job)],
    job.completed_at ? ['Ended', words.ago(job.completed_at)] : ['Time left', leftOf(job)],
    ['Time taken', words.duration(job.elapsed)],
  ];
}

function average(job) {
  return job.rate > 0 ? words.rate(job.rate) : '–';
}

function documentsOf({ documents }) {
  return [
    ['Seen', documents.seen],
    ['Indexed', documents.indexed],
    ['Unchanged', documents.unchanged],
    ['Skipped', documents.skipped],
    ['Failed', documents.failed, documents.failed > 0 ? 'bad-text' : ''],
    ['Removed', documents.removed],
  ];
}

function chunksOf({ chunks }) {
  return [
    ['Queued', chunks.queued],
    ['Embedded', chunks.embedded],
    ['Indexed', chunks.indexed],
    ['Given up', chunks.dead, chunks.dead > 0 ? 'bad-text' : ''],
  ];
}

function factsOf(job) {
  const rows = [
    ['Job', h('code', {}, job.job_id)],
    ['Source', job.source],
    ['Priority', String(job.priority)],
    ['Created', time(job.created_at)],
    ['Started', time(job.started_at)],
    ['Ended', time(job.completed_at)],
  ];
  return rows.map(([label, value]) => h('div', {}, h('dt', {}, label), h('dd', {}, value)));
}
