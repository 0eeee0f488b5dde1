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

/** What is there, and the version that a change of it has to name. */
export async function getVersioned(path, signal = undefined) {
  const response = await answer('GET', path, { signal });
  return { body: await response.json(), version: response.headers.get('ETag') };
}

/** Changes what still has this version; refused with 412 if somebody else was quicker. */
export async function putVersioned(path, body, version) {
  const response = await answer('PUT', path, { body, headers: { 'If-Match': version } });
  return { body: await response.json(), version: response.headers.get('ETag') };
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

/** The path of a document that is or was uploaded. */
export function ofUpload(kb, document) {
  return ofKnowledgeBase(kb, 'uploads', document.split('/').map(encodeURIComponent).join('/'));
}

/**
 * Sends a file. `fetch` does not say how far it has come, so this is the older way.
 *
 * @param onProgress told which part has been sent, from 0 to 1
 * @param signal ends it before its time
 */
export function upload(kb, document, file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const end = () => request.abort();
    request.open('PUT', ROOT + ofUpload(kb, document));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 1),
    );
    request.addEventListener('load', () => {
      if (request.status < 300) {
        resolve(JSON.parse(request.responseText));
      } else {
        reject(refusal(request));
      }
    });
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', end));
    signal.addEventListener('abort', end);
    request.send(file);
  });
}

function refusal(request) {
  if (request.status === 401) {
    access.dispatchEvent(new Event('lost'));
  }
  const type = request.getResponseHeader('Content-Type') ?? '';
  return new ApiError({
    status: request.status,
    detail: `The server answered ${request.status} ${request.statusText}`,
    ...(type.includes('json') ? JSON.parse(request.responseText) : {}),
  });
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

async function json(method, path, details) {
  const response = await answer(method, path, details);
  return response.status === 204 ? null : response.json();
}

async function answer(method, path, { body, headers = {}, signal }) {
  const options = { method, signal, headers: { Accept: 'application/json', ...headers } };
  if (method !== 'GET') {
    options.headers['Content-Type'] = 'application/json';
    options.body = body === undefined ? undefined : JSON.stringify(body);
  }
  return checked(await send(path, options));
}

async function send(path, options) {
  try {
    return await fetch(ROOT + path, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw unreachable();
  }
}

function unreachable() {
  return new ApiError({
    status: 0,
    code: 'UNREACHABLE',
    detail: 'The server does not answer. Is it running?',
  });
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
