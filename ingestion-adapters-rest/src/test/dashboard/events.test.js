import assert from 'node:assert/strict';
import test from 'node:test';
import { Parser } from './events.js';

function events(...pieces) {
  const all = [];
  const parser = new Parser((event) => all.push(event));
  pieces.forEach((piece) => parser.take(piece));
  return all;
}

test('an event has a name, an id and data', () => {
  assert.deepEqual(events('id: e-1\nevent: job\ndata: {"a":1}\n\n'), [
    { name: 'job', data: '{"a":1}', id: 'e-1' },
  ]);
});

test('an event may come in any pieces', () => {
  const text = 'id: e-7\r\nevent: job\r\ndata: one\r\ndata: two\r\n\r\ndata: three\n\n';
  const expected = [
    { name: 'job', data: 'one\ntwo', id: 'e-7' },
    { name: 'message', data: 'three', id: null },
  ];
  for (let at = 0; at <= text.length; at += 1) {
    assert.deepEqual(events(text.slice(0, at), text.slice(at)), expected, `cut at ${at}`);
  }
});

test('heartbeats and unfinished events are none', () => {
  assert.deepEqual(events(': heartbeat\n\n', 'event: job\ndata: {}\n'), []);
});
