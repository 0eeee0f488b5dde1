// What is known of running jobs, kept up to date by the stream of events.

import { follow } from './events.js';
import { forgetKind } from './kinds.js';
import { Pace } from './pace.js';

const SAMPLE_MS = 1_000;

const jobs = new Map();
const paces = new Map();
const listeners = new Set();
let connected = false;
let wasLost = false;

/** The latest job of a knowledge base, or undefined. */
export function jobOf(kb) {
  return jobs.get(kb);
}

export function isConnected() {
  return connected;
}

/** The job as an answer had it; events may have told later news of it, which are kept. */
export function learn(job) {
  if (job && !isOlder(job, jobs.get(job.kb_id))) {
    note(job);
  }
}

/** Chunks a second, a sample for each second, oldest first. */
export function speedsOf(kb) {
  return paces.get(kb)?.speeds() ?? [];
}

/**
 * @param listener `{job(job, before)}`, `{removed(kb)}`, `{connection(connected)}`, `{back()}`, `{tick()}`, each optional
 */
export function listen(listener, signal) {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/** Follows the server until the signal. */
export function start(signal) {
  const sampler = setInterval(sample, SAMPLE_MS);
  signal.addEventListener('abort', () => {
    clearInterval(sampler);
    connected = false;
    wasLost = false;
  });
  return follow(
    { onEvent, onOpen: () => connection(true), onLost: () => connection(false) },
    signal,
  );
}

function onEvent(name, data) {
  if (name === 'job') {
    note(data);
  } else if (name === 'snapshot') {
    data.jobs.forEach(note);
    data.paces.forEach(recall);
  } else if (name === 'removed') {
    jobs.delete(data.kb_id);
    paces.delete(data.kb_id);
    forgetKind(data.kb_id);
    tell('removed', data.kb_id);
  }
}

/** An answer and an event may overtake one another; of two that are as old, the event is right. */
function isOlder(job, known) {
  if (!known) {
    return false;
  }
  if (job.job_id !== known.job_id) {
    return job.created_at < known.created_at;
  }
  return job.elapsed < known.elapsed || (connected && job.elapsed === known.elapsed);
}

function note(job) {
  const before = jobs.get(job.kb_id);
  jobs.set(job.kb_id, job);
  tell('job', job, before);
}

function connection(now) {
  const back = now && wasLost;
  connected = now;
  wasLost = !now;
  tell('connection', now);
  if (back) {
    tell('back');
  }
}

function sample() {
  const now = Date.now();
  for (const [kb, job] of jobs) {
    const pace = paceOf(kb, job.job_id);
    if (pace.points.length === 0 || (job.status === 'RUNNING' && connected)) {
      pace.note(now, job.chunks.indexed);
    }
  }
  tell('tick');
}

function paceOf(kb, jobId) {
  const known = paces.get(kb);
  if (known?.jobId === jobId) {
    return known;
  }
  const pace = new Pace(jobId);
  paces.set(kb, pace);
  return pace;
}

/** What the server saw before this page did: a page that is opened anew need not begin with nothing. */
function recall({ kb_id: kb, job_id: jobId, points }) {
  const now = Date.now();
  paceOf(kb, jobId).recall(points.map(([age, indexed]) => ({ at: now - age * 1000, indexed })));
}

function tell(what, ...news) {
  for (const listener of [...listeners]) {
    try {
      listener[what]?.(...news);
    } catch (error) {
      reportError(error); // the others are told all the same
    }
  }
}
