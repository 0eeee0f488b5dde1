// Numbers, times and states, for people.

const COUNT = new Intl.NumberFormat('en');
const RATE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

const UNITS = [
  [86_400, 'd', 3_600, 'h'],
  [3_600, 'h', 60, 'min'],
  [60, 'min', 1, 's'],
];

export function count(number) {
  return COUNT.format(number);
}

/** "1 document", "2 documents". */
export function counted(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

export function rate(chunksASecond) {
  return RATE.format(chunksASecond >= 100 ? Math.round(chunksASecond) : chunksASecond);
}

/** "512 bytes", "1.4 MB". */
export function size(bytes) {
  if (bytes < 1_000) {
    return counted(bytes, 'byte');
  }
  const [unit, of] = bytes < 1_000_000 ? ['KB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  return `${RATE.format(bytes / of)} ${unit}`;
}

/** "45 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds) {
  const whole = Math.round(seconds);
  for (const [size, unit, smaller, smallerUnit] of UNITS) {
    if (whole >= size) {
      const rest = Math.floor((whole % size) / smaller);
      return `${Math.floor(whole / size)} ${unit}${rest > 0 ? ` ${rest} ${smallerUnit}` : ''}`;
    }
  }
  return seconds > 0 && seconds < 1 ? 'under 1 s' : `${whole} s`;
}

/** By this machine's clock and zone. */
export function moment(iso) {
  return MOMENT.format(new Date(iso));
}

/** "just now", "5 min ago", "in 2 h". */
export function ago(iso, now = Date.now()) {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (Math.abs(seconds) < 10) {
    return 'just now';
  }
  const rough = roughly(Math.abs(seconds));
  return seconds > 0 ? `${rough} ago` : `in ${rough}`;
}

function roughly(seconds) {
  for (const [size, unit] of UNITS) {
    if (seconds >= size) {
      return `${Math.floor(seconds / size)} ${unit}`;
    }
  }
  return `${Math.floor(seconds)} s`;
}

/** A name of an enum: "STATUS_CHANGED" is "Status changed". */
export function inWords(name) {
  const words = name.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where a job stands, in a word or two. */
export function standing(job) {
  if (!job) {
    return 'Never run';
  }
  if (job.stopping) {
    return 'Stopping';
  }
  return job.waiting && job.status === 'RUNNING' ? 'Waiting' : inWords(job.status);
}

/** Which of the colours a job's standing has. */
export function tone(job) {
  if (!job) {
    return 'quiet';
  }
  if (job.status === 'RUNNING') {
    return job.stopping || job.waiting ? 'warn' : 'live';
  }
  return { COMPLETED: 'good', FAILED: 'bad', PAUSED: 'warn' }[job.status] ?? 'quiet';
}

export function isActive(job) {
  return Boolean(job) && job.status !== 'COMPLETED' && job.status !== 'CANCELED';
}
