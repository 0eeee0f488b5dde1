// What is known of running jobs, kept up to date by the stream of events.

import { follow } from './events.js';

const SAMPLE_MS = 1_000;
const SAMPLES = 180;
/** Chunks become durable in batches: a rate over less than this jumps up and down. */
const WINDOW = 5;

const jobs = new Map();
const speeds = new Map();
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
  return speeds.get(kb)?.samples ?? [];
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
  } else if (name === 'removed') {
    jobs.delete(data.kb_id);
    speeds.delete(data.kb_id);
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
  for (const [kb, job] of jobs) {
    const speed = speeds.get(kb);
    if (speed?.job !== job.job_id) {
      speeds.set(kb, {
        job: job.job_id,
        counts: [{ at: Date.now(), indexed: job.chunks.indexed }],
        samples: [],
      });
    } else if (job.status === 'RUNNING' && connected) {
      sampleOne(speed, job.chunks.indexed);
    }
  }
  tell('tick');
}

function sampleOne(speed, indexed) {
  const now = { at: Date.now(), indexed };
  speed.counts.push(now);
  if (speed.counts.length > WINDOW + 1) {
    speed.counts.shift();
  }
  const then = speed.counts[0];
  const seconds = (now.at - then.at) / 1000;
  speed.samples.push(seconds > 0 ? Math.max(0, now.indexed - then.indexed) / seconds : 0);
  if (speed.samples.length > SAMPLES) {
    speed.samples.shift();
  }
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
