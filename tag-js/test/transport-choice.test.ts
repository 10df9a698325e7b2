import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transportChoice } from '../src/transport-choice';

const never = undefined;

test('A socket that fails gives way to the stream at once, and the stream to the poll', () => {
  const choice = transportChoice();
  assert.equal(choice.kind(), 'socket');
  assert.equal(choice.lost(never, false, true), 'now');
  assert.equal(choice.kind(), 'stream');
  assert.equal(choice.lost(never, true, true), 'now');
  assert.equal(choice.kind(), 'poll');
});

test('When every transport is refused right away and none ever worked, that is final', () => {
  const choice = transportChoice();
  choice.lost(never, false, true);
  choice.lost(never, false, true);
  assert.equal(choice.lost(never, false, true), 'never');
});

test('A time-out is no refusal: it starts again from the socket, later', () => {
  const choice = transportChoice();
  choice.lost(never, true, true);
  choice.lost(never, false, true);
  assert.equal(choice.lost(never, false, true), 'later');
  assert.equal(choice.kind(), 'socket');
});

test('Without a network nothing is a refusal', () => {
  const choice = transportChoice();
  for (const next of ['now', 'now', 'later', 'now', 'now', 'later']) assert.equal(choice.lost(never, false, false), next);
});

test('Two short lives in a row give way to the next transport', () => {
  const choice = transportChoice();
  choice.worked();
  assert.equal(choice.lost(300, false, true), 'later');
  choice.worked();
  assert.equal(choice.lost(300, false, true), 'now');
  assert.equal(choice.kind(), 'stream');
});

test('A long life between two short ones keeps the transport', () => {
  const choice = transportChoice();
  for (const lived of [300, 60_000, 300]) {
    choice.worked();
    assert.equal(choice.lost(lived, false, true), 'later');
  }
  assert.equal(choice.kind(), 'socket');
});

test('A transport that has worked is kept through an outage of four failures, and nothing is final after it', () => {
  const choice = transportChoice();
  choice.worked();
  assert.equal(choice.lost(60_000, false, true), 'later');
  for (let failure = 1; failure < 5; failure++) assert.equal(choice.lost(never, false, true), 'later');
  assert.equal(choice.kind(), 'socket');
  assert.equal(choice.lost(never, false, true), 'now');
  assert.equal(choice.kind(), 'stream');
  choice.lost(never, false, true);
  assert.equal(choice.lost(never, false, true), 'later');
  assert.equal(choice.kind(), 'socket');
});

test('A poll that works is stayed with', () => {
  const choice = transportChoice();
  choice.lost(never, false, true);
  choice.lost(never, false, true);
  choice.worked();
  assert.equal(choice.lost(never, false, true), 'later');
  assert.equal(choice.kind(), 'poll');
});
