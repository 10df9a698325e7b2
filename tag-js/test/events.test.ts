import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitingEvents } from '../src/events';

const event = (name: string) => ({ name, trigger: 'event' as const });

test('An event goes with every hello until one is answered', () => {
  const events = waitingEvents();
  events.add(event('a'), 0);
  assert.deepEqual(events.recent(1), [event('a')]);
  assert.deepEqual(events.recent(2), [event('a')]);
  events.taken();
  assert.deepEqual(events.recent(3), []);
});

test('An event that comes after the hello waits for the next one', () => {
  const events = waitingEvents();
  events.add(event('a'), 0);
  events.recent(1);
  events.add(event('b'), 2);
  events.taken();
  assert.deepEqual(events.recent(3), [event('b')]);
});

test('An event is forgotten after a minute', () => {
  const events = waitingEvents();
  events.add(event('old'), 0);
  events.add(event('new'), 1);
  assert.deepEqual(events.recent(60_000), [event('new')]);
});

test('Only the newest 20 events wait', () => {
  const events = waitingEvents();
  for (let i = 0; i < 30; i++) events.add(event('e' + i), i);
  const names = events.recent(30).map(({ name }) => name);
  assert.equal(names.length, 20);
  assert.equal(names[0], 'e10');
});
