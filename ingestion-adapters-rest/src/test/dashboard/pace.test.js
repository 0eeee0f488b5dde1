import assert from 'node:assert/strict';
import test from 'node:test';
import { Pace } from './pace.js';

test('a steady job has a steady pace', () => {
  const pace = new Pace('j');
  for (let second = 0; second <= 10; second += 1) {
    pace.note(second * 1_000, second * 20);
  }
  assert.deepEqual(pace.speeds(), Array(10).fill(20));
});

test('what was counted in steps is spread over the seconds between', () => {
  const pace = new Pace('j');
  [0, 5, 10, 15].forEach((second) => pace.note(second * 1_000, second * 10));
  assert.deepEqual(pace.speeds(), Array(15).fill(10));
});

test('before the first second nothing can be said', () => {
  const pace = new Pace('j');
  assert.deepEqual(pace.speeds(), []);
  pace.note(1_000, 5);
  pace.note(1_900, 9);
  assert.deepEqual(pace.speeds(), []);
});

test('what somebody else saw before comes before, and is not counted twice', () => {
  const pace = new Pace('j');
  pace.note(60_000, 600);
  pace.recall([
    { at: 50_000, indexed: 500 },
    { at: 55_000, indexed: 550 },
    { at: 61_000, indexed: 610 },
  ]);
  assert.deepEqual(
    pace.points.map(({ at }) => at),
    [50_000, 55_000, 60_000],
  );
  assert.deepEqual(pace.speeds(), Array(10).fill(10));
});

test('only the last minutes are kept', () => {
  const pace = new Pace('j');
  for (let second = 0; second < 1_000; second += 1) {
    pace.note(second * 1_000, second);
  }
  assert.equal(pace.speeds().length, 180);
  assert.ok(pace.points.length <= 192, `${pace.points.length} points`);
});
