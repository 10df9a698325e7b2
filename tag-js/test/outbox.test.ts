import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outbox } from '../src/outbox';

const numbers = (box: ReturnType<typeof outbox>) => box.unsettled().map(({ n }) => n);

test('A receipt waits until it is acknowledged or refused', () => {
  const box = outbox();
  for (let i = 0; i < 4; i++) box.add('token', 'rendered', 0);
  box.settle({ type: 'ack', acked: [2], refused: [{ n: 3, reason: 'duplicate' }] });
  assert.deepEqual(numbers(box), [1, 4]);
});

test('An answer that settles nothing known changes nothing', () => {
  const box = outbox();
  box.add('token', 'rendered', 0);
  box.settle({ type: 'ack', acked: [7] });
  box.settle({ type: 'ack' });
  assert.deepEqual(numbers(box), [1]);
});

test('No number is given twice on a page', () => {
  const box = outbox();
  box.add('token', 'rendered', 0);
  box.settle({ type: 'ack', acked: [1] });
  assert.equal(box.add('token', 'viewable', 1000).n, 2);
});

test('A receipt says its reason only where it has one', () => {
  const box = outbox();
  assert.equal(JSON.stringify(box.add('t', 'rendered', 0)), '{"n":1,"token":"t","stage":"rendered","shown":0}');
  assert.deepEqual(box.add('t', 'ended', 5, 'replaced'), { n: 2, token: 't', stage: 'ended', shown: 5, reason: 'replaced' });
});

test('When too many wait, the oldest goes', () => {
  const box = outbox(3);
  for (let i = 0; i < 3; i++) box.add('token', 'rendered', 0);
  box.settle({ type: 'ack', acked: [2] });
  box.add('token', 'rendered', 0);
  assert.deepEqual(numbers(box), [1, 3, 4]);
  box.add('token', 'rendered', 0);
  assert.deepEqual(numbers(box), [3, 4, 5]);
});
