// The stream of events, read by hand rather than with EventSource: that one hides heartbeats, so a
// connection that died without a word looks alive, and hides why it was refused.

import { stream } from './api.js';

const SILENCE_MS = 40_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

/**
 * Listens until it is told to stop, and connects again when the connection is lost.
 *
 * @param listener `onEvent(name, data)`, `onOpen()` and `onLost(retryInMs)`
 * @param signal ends it
 */
export async function follow(listener, signal) {
  let lastEventId = null;
  let pause = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      await once(lastEventId, signal, {
        open() {
          pause = FIRST_RETRY_MS;
          listener.onOpen();
        },
        event(event) {
          lastEventId = event.id ?? lastEventId;
          listener.onEvent(event.name, JSON.parse(event.data));
        },
      });
    } catch (error) {
      if (signal.aborted || error.status === 401) {
        return;
      }
      // Any other end is one of the connection: it is made again below.
    }
    if (!signal.aborted) {
      listener.onLost(pause);
      await sleep(pause * (0.8 + 0.4 * Math.random()), signal);
      pause = Math.min(LONGEST_RETRY_MS, pause * 2);
    }
  }
}

async function once(lastEventId, signal, on) {
  const connection = new AbortController();
  const end = () => connection.abort();
  signal.addEventListener('abort', end);
  const watchdog = new Watchdog(end);
  try {
    const response = await stream('/events', lastEventId, connection.signal);
    on.open();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new Parser(on.event);
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      watchdog.feed();
      parser.take(part.value);
    }
  } finally {
    watchdog.stop();
    signal.removeEventListener('abort', end);
    connection.abort();
  }
}

/** Ends a connection on which nothing came for longer than heartbeats allow. */
class Watchdog {
  constructor(bark) {
    this.bark = bark;
    this.feed();
  }

  feed() {
    this.stop();
    this.timer = setTimeout(this.bark, SILENCE_MS);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

/** Cuts text that comes in any pieces into events. */
export class Parser {
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.rest = '';
    this.clear();
  }

  clear() {
    this.name = 'message';
    this.data = [];
    this.id = null;
  }

  take(text) {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop();
    lines.forEach((line) => this.line(line));
  }

  line(line) {
    if (line === '') {
      if (this.data.length > 0) {
        this.onEvent({ name: this.name, data: this.data.join('\n'), id: this.id });
      }
      this.clear();
      return;
    }
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === 'event') {
      this.name = value;
    } else if (field === 'data') {
      this.data.push(value);
    } else if (field === 'id') {
      this.id = value;
    }
  }
}

function sleep(millis, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
