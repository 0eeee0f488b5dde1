import assert from 'node:assert/strict';
import test from 'node:test';
import * as words from './words.js';

test('durations are said in two units at most', () => {
  assert.equal(words.duration(0), '0 s');
  assert.equal(words.duration(0.2), 'under 1 s');
  assert.equal(words.duration(59.4), '59 s');
  assert.equal(words.duration(60), '1 min');
  assert.equal(words.duration(3_725), '1 h 2 min');
  assert.equal(words.duration(90_000), '1 d 1 h');
});

test('times are said from now on', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  assert.equal(words.ago('2026-03-01T11:59:58Z', now), 'just now');
  assert.equal(words.ago('2026-03-01T11:55:00Z', now), '5 min ago');
  assert.equal(words.ago('2026-03-01T14:30:00Z', now), 'in 2 h');
});

test('a job stands as it stands', () => {
  const job = { status: 'RUNNING', stopping: false, waiting: null };
  assert.equal(words.standing(undefined), 'Never run');
  assert.equal(words.standing(job), 'Running');
  assert.equal(words.standing({ ...job, waiting: 'the model is away' }), 'Waiting');
  assert.equal(words.standing({ ...job, stopping: true }), 'Stopping');
  assert.equal(words.standing({ ...job, status: 'PAUSED', waiting: 'x' }), 'Paused');
  assert.equal(words.isActive({ ...job, status: 'FAILED' }), true);
  assert.equal(words.isActive({ ...job, status: 'CANCELED' }), false);
});
