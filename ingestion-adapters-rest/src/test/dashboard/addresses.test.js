import assert from 'node:assert/strict';
import test from 'node:test';
import { ofDocument, search } from './api.js';
import { linkTo } from './links.js';
import { routeOf } from './router.js';

test('a document keeps its path through an address', () => {
  const path = 'reports/50 % of it?/ä#1.md';
  const hash = linkTo(['kb', 'manual', 'documents', path], { source: 'a b', start: 0, end: '' });
  const { params, query } = routeOf(hash);
  assert.deepEqual(params, { kb: 'manual', document: path });
  assert.equal(query.get('source'), 'a b');
  assert.equal(query.get('start'), '0');
  assert.equal(query.has('end'), false);
});

test('every known address has a view, and others have none', () => {
  for (const hash of ['', '#/', '#/jobs', '#/jobs/J1', '#/kb/a', '#/kb/a/dead-letters']) {
    assert.equal(typeof routeOf(hash).view, 'function', hash);
  }
  assert.equal(routeOf('#/nowhere'), null);
  assert.equal(routeOf('#/kb/a/b/c/d'), null);
  assert.equal(routeOf('#/kb/%zz').params.kb, '%zz');
});

test('folders of a document stay folders in a request', () => {
  assert.equal(
    ofDocument('a', 'x y/z?.md', 'ingest'),
    '/knowledge-bases/a/documents/x%20y/z%3F.md/ingest',
  );
  assert.equal(search({ q: 'a&b', limit: undefined, source: '' }), '?q=a%26b');
  assert.equal(search({}), '');
});
