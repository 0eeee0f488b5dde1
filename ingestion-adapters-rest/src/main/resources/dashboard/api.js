// Requests to the server. Who asks is known by a cookie that scripts cannot read.

const ROOT = '/api/v1';

/** A request that was refused or did not arrive. The message is for people. */
export class ApiError extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || 'The request failed');
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.correlationId = problem.correlation_id;
  }
}

/** Tells whoever listens that the server does not know us (any more). */
export const access = new EventTarget();

export function get(path, query = {}, signal = undefined) {
  return json('GET', path + search(query), { signal });
}

export function post(path, body = undefined, headers = {}) {
  return json('POST', path, { body, headers });
}

export function put(path, body, headers = {}) {
  return json('PUT', path, { body, headers });
}

export function remove(path) {
  return json('DELETE', path, {});
}

/** The path of a knowledge base, or of something below it. */
export function ofKnowledgeBase(kb, ...rest) {
  return ['/knowledge-bases', encodeURIComponent(kb), ...rest].join('/').replace(/^\/+/, '/');
}

/** The path of a document: its folders stay folders. */
export function ofDocument(kb, document, ...rest) {
  const segments = document.split('/').map(encodeURIComponent).join('/');
  return ofKnowledgeBase(kb, 'documents', segments, ...rest);
}

export function search(query) {
  const given = Object.entries(query).filter(
    ([, value]) => value !== '' && value !== null && value !== undefined,
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/**
 * A key that makes a start that is sent twice one start.
 * `crypto.randomUUID` is not there on a page that came over plain HTTP from another machine.
 */
export function idempotencyKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** The stream of events, as a response whose body is read bit by bit. */
export async function stream(path, lastEventId, signal) {
  const headers = { Accept: 'text/event-stream' };
  if (lastEventId) {
    headers['Last-Event-ID'] = lastEventId;
  }
  return checked(await send(path, { headers, signal, cache: 'no-store' }));
}

async function json(method, path, { body, headers = {}, signal }) {
  const options = { method, signal, headers: { Accept: 'application/json', ...headers } };
  if (method !== 'GET') {
    options.headers['Content-Type'] = 'application/json';
    options.body = body === undefined ? undefined : JSON.stringify(body);
  }
  const response = await checked(await send(path, options));
  return response.status === 204 ? null : response.json();
}

async function send(path, options) {
  try {
    return await fetch(ROOT + path, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new ApiError({
      status: 0,
      code: 'UNREACHABLE',
      detail: 'The server does not answer. Is it running?',
    });
  }
}

async function checked(response) {
  if (response.ok) {
    return response;
  }
  if (response.status === 401 && !response.url.endsWith('/session')) {
    access.dispatchEvent(new Event('lost'));
  }
  throw new ApiError(await problem(response));
}

async function problem(response) {
  const type = response.headers.get('Content-Type') ?? '';
  const fallback = {
    status: response.status,
    detail: `The server answered ${response.status} ${response.statusText}`,
  };
  return type.includes('json') ? { ...fallback, ...(await response.json()) } : fallback;
}
