// Chunks a second over the last minutes, from what was counted when.

const KEPT_MS = 190_000;
const STEP_MS = 1_000;
const SAMPLES = 180;
/** Chunks become durable in batches: a rate over less than this jumps up and down. */
const WINDOW_MS = 5_000;

/** The course of one job. Times are milliseconds of this machine's clock. */
export class Pace {
  constructor(jobId) {
    this.jobId = jobId;
    this.points = [];
  }

  /** How many chunks were in the index at this time; later than what was noted before. */
  note(at, indexed) {
    const last = this.points.at(-1);
    if (last && at <= last.at) {
      return;
    }
    this.points.push({ at, indexed });
    while (this.points.length > 1 && this.points[1].at < at - KEPT_MS) {
      this.points.shift();
    }
  }

  /** Takes what somebody else saw before we looked: `[{at, indexed}]`, oldest first. */
  recall(earlier) {
    const first = this.points[0]?.at ?? Infinity;
    this.points = [...earlier.filter(({ at }) => at < first), ...this.points];
  }

  /** A sample for each second, oldest first. */
  speeds() {
    const first = this.points[0];
    const last = this.points.at(-1);
    if (!first || last.at - first.at < STEP_MS) {
      return [];
    }
    const speeds = [];
    const begin = Math.max(first.at + STEP_MS, last.at - (SAMPLES - 1) * STEP_MS);
    const whole = Math.floor((last.at - begin) / STEP_MS);
    for (let at = last.at - whole * STEP_MS; at <= last.at; at += STEP_MS) {
      const since = Math.max(first.at, at - WINDOW_MS);
      const grown = this.#indexed(at) - this.#indexed(since);
      speeds.push(Math.max(0, grown / ((at - since) / 1000)));
    }
    return speeds;
  }

  /** Between two points it is taken to have grown evenly. */
  #indexed(at) {
    const { points } = this;
    let low = 0;
    let high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle].at <= at) {
        low = middle;
      } else {
        high = middle;
      }
    }
    const [before, after] = [points[low], points[high]];
    if (after.at <= before.at) {
      return before.indexed;
    }
    const part = Math.min(1, (at - before.at) / (after.at - before.at));
    return before.indexed + part * (after.indexed - before.indexed);
  }
}
