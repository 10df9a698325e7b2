import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewability } from '../src/viewability';

test('A creative is viewable after one second in view, not a millisecond before', () => {
  const clock = viewability();
  clock.set(true, 5000);
  assert.equal(clock.missing(5999), 1);
  assert.equal(clock.missing(6000), 0);
  assert.equal(clock.missing(9000), -3000);
});

test('Losing sight starts the second anew', () => {
  const clock = viewability();
  clock.set(true, 0);
  clock.set(false, 900);
  assert.equal(clock.missing(950), 1000);
  clock.set(true, 1000);
  assert.equal(clock.missing(1000), 1000);
  assert.equal(clock.missing(1999), 1);
});

test('Being told again that it is in view does not start the second anew', () => {
  const clock = viewability();
  clock.set(true, 0);
  clock.set(true, 600);
  assert.equal(clock.missing(600), 400);
});

test('The time shown is the sum of the times in view, in whole milliseconds', () => {
  const clock = viewability();
  assert.equal(clock.shown(100), 0);
  clock.set(true, 100.25);
  assert.equal(clock.shown(200), 99);
  clock.set(false, 300.75);
  clock.set(false, 400);
  assert.equal(clock.shown(9000), 200);
  clock.set(true, 10_000);
  assert.equal(clock.shown(10_100), 300);
});
