import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transportChoice } from '../src/transport-choice';

const never = undefined;

test('A socket that fails gives way to the stream at once, and the stream to the poll', () => {
  const choice = transportChoice();
  assert.equal(choice.current(), 'socket');
  assert.equal(choice.failed(never, true), 'now');
  assert.equal(choice.current(), 'stream');
  assert.equal(choice.failed(never, false), 'now');
  assert.equal(choice.current(), 'poll');
});

test('When every transport is refused right away and none ever worked, that is final', () => {
  const choice = transportChoice();
  choice.failed(never, true);
  choice.failed(never, true);
  assert.equal(choice.failed(never, true), 'never');
});

test('A time-out is no refusal: it starts again from the socket, later', () => {
  const choice = transportChoice();
  choice.failed(never, false);
  choice.failed(never, true);
  assert.equal(choice.failed(never, true), 'later');
  assert.equal(choice.current(), 'socket');
});

test('Without a network nothing is a refusal', () => {
  const choice = transportChoice();
  for (const next of ['now', 'now', 'later', 'now', 'now', 'later']) assert.equal(choice.failed(never, false), next);
});

test('Two short lives in a row give way to the next transport', () => {
  const choice = transportChoice();
  choice.worked();
  assert.equal(choice.failed(300, true), 'later');
  choice.worked();
  assert.equal(choice.failed(300, true), 'now');
  assert.equal(choice.current(), 'stream');
});

test('A long life between two short ones keeps the transport', () => {
  const choice = transportChoice();
  for (const lived of [300, 60_000, 300]) {
    choice.worked();
    assert.equal(choice.failed(lived, true), 'later');
  }
  assert.equal(choice.current(), 'socket');
});

test('A transport that has worked is kept through an outage of four failures, and nothing is final after it', () => {
  const choice = transportChoice();
  choice.worked();
  assert.equal(choice.failed(60_000, true), 'later');
  for (let failure = 1; failure < 5; failure++) assert.equal(choice.failed(never, true), 'later');
  assert.equal(choice.current(), 'socket');
  assert.equal(choice.failed(never, true), 'now');
  assert.equal(choice.current(), 'stream');
  choice.failed(never, true);
  assert.equal(choice.failed(never, true), 'later');
  assert.equal(choice.current(), 'socket');
});

test('A poll that works is stayed with', () => {
  const choice = transportChoice();
  choice.failed(never, true);
  choice.failed(never, true);
  choice.worked();
  assert.equal(choice.failed(never, true), 'later');
  assert.equal(choice.current(), 'poll');
});
