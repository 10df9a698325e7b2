import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from '../src/backoff';

const most = 1 - Number.EPSILON;

test('The bound of a wait starts at a second, doubles, and stays at 30 seconds', () => {
  const bounds = [0, 1, 2, 3, 4, 5, 6, 50, 5000].map((attempt) => Math.round(backoff(attempt, most) / 1000));
  assert.deepEqual(bounds, [1, 2, 4, 8, 16, 30, 30, 30, 30]);
});

test('The jitter is full: a wait is anything from nothing to its bound', () => {
  assert.equal(backoff(3, 0), 0);
  assert.equal(backoff(3, 0.25), 2000);
  assert.equal(backoff(3, 0.5), 4000);
});
