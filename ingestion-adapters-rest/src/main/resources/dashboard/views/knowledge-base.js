// A knowledge base: its latest job as it goes, what it left out, and its history.

import * as api from '../api.js';
import { button, complain } from '../components/controls.js';
import { openStart } from '../components/job-actions.js';
import { badge, emptiness, history, time } from '../components/job-parts.js';
import { jobPanel } from '../components/job-panel.js';
import { kbPage } from '../components/kb-page.js';
import { problemList } from '../components/problems.js';
import { h, put } from '../dom.js';
import { isFilledByUploads } from '../kinds.js';
import { linkTo } from '../links.js';
import { may } from '../session.js';
import { soon } from '../soon.js';
import * as store from '../store.js';
import { counted, duration } from '../words.js';

const EARLIER = 10;
const SOON_MS = 1_000;

export async function showKnowledgeBase({ params: { kb }, signal }) {
  const about = await api.get(api.ofKnowledgeBase(kb), {}, signal);
  store.learn(about.job);
  const content = h('div', { class: 'columns' });
  let shown = null;
  const problemsSoon = soon(() => shown.problems.reload(), SOON_MS, complain, signal);
  const job = store.jobOf(kb);
  if (job) {
    await display(job);
  } else {
    put(content, neverRun(kb, about, await isFilledByUploads(kb, signal)));
  }
  store.listen(
    { job: (now) => now.kb_id === kb && changed(now), tick: () => shown?.panel.tick() },
    signal,
  );
  return { title: kb, element: kbPage(kb, '', content, signal) };

  async function display(now) {
    const panel = jobPanel(now, () => store.speedsOf(kb));
    const past = h('div');
    const earlier = h('div');
    const problems = problemList(kb, signal);
    shown = { job: now, panel, past, earlier, problems };
    put(
      content,
      h('div', { class: 'column' }, panel.element, problems.element),
      h(
        'aside',
        { class: 'column', 'aria-label': 'History' },
        section('What happened', past),
        section('Earlier jobs', earlier),
      ),
    );
    await Promise.all([tellHistory(now), tellEarlier(now), problems.reload()]);
  }

  function changed(now) {
    if (!shown || shown.job.job_id !== now.job_id) {
      display(now).catch(complain);
      return;
    }
    const before = shown.job;
    shown.job = now;
    shown.panel.update(now);
    if (
      before.status !== now.status ||
      before.waiting !== now.waiting ||
      before.stopping !== now.stopping ||
      before.priority !== now.priority
    ) {
      tellHistory(now).catch(complain);
    }
    if (left(before) !== left(now)) {
      problemsSoon();
    }
  }

  async function tellHistory(now) {
    const { events = [] } = await api.get(`/jobs/${encodeURIComponent(now.job_id)}`, {}, signal);
    put(
      shown.past,
      events.length > 0 ? history(events) : h('p', { class: 'muted' }, 'Nothing yet.'),
    );
  }

  async function tellEarlier(now) {
    const { jobs, next } = await api.get('/jobs', { kb_id: kb, limit: EARLIER + 1 }, signal);
    const others = jobs.filter((each) => each.job_id !== now.job_id);
    put(
      shown.earlier,
      others.length > 0
        ? h('ul', { class: 'past-jobs' }, others.map(pastJob))
        : h('p', { class: 'muted' }, 'This is the first.'),
      next && h('a', { href: linkTo(['jobs'], { kb_id: kb }) }, 'All jobs'),
    );
  }
}

function left(job) {
  return job.documents.skipped + job.documents.failed;
}

function section(title, content) {
  return h('section', { class: 'panel' }, h('h2', {}, title), content);
}

function neverRun(kb, about, uploaded) {
  if (uploaded) {
    return h(
      'div',
      { class: 'panel' },
      emptiness(
        'Nothing was read yet',
        'Send documents, start a job, and they become searchable.',
        may('operate') &&
          h('a', { class: 'button primary', href: linkTo(['kb', kb, 'uploads']) }, 'Upload documents'),
      ),
    );
  }
  const roots = about.sources.map((source) => source.root).join(', ');
  return h(
    'div',
    { class: 'panel' },
    emptiness(
      'Nothing was read yet',
      roots
        ? `Start a job, and what lies in ${roots} becomes searchable.`
        : 'Start a job, and what lies in its source becomes searchable.',
      may('operate') && button('Start', () => openStart(kb), { kind: 'primary', mark: 'play' }),
    ),
  );
}

function pastJob(job) {
  return h(
    'li',
    {},
    h('a', { href: linkTo(['jobs', job.job_id]) }, time(job.created_at)),
    badge(job).element,
    h(
      'span',
      { class: 'muted' },
      `${counted(job.documents.indexed, 'document')} in ${duration(job.elapsed)}`,
    ),
  );
}
