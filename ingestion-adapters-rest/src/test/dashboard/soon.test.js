import assert from 'node:assert/strict';
import test from 'node:test';
import { soon } from './soon.js';

test('many calls are answered once, and later ones again', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let done = 0;
  const call = soon(() => (done += 1), 100, assert.fail, new AbortController().signal);
  call();
  call();
  t.mock.timers.tick(99);
  assert.equal(done, 0);
  t.mock.timers.tick(1);
  assert.equal(done, 1);
  call();
  t.mock.timers.tick(100);
  assert.equal(done, 2);
});

test('nothing is done after the end', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const end = new AbortController();
  const call = soon(assert.fail, 100, assert.fail, end.signal);
  call();
  end.abort();
  t.mock.timers.tick(1_000);
});
