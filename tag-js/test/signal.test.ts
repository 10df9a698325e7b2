import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createSignal } from '../src/signal';

test('A signal zone resumes by its token with the time in view since it came, as viewable from the start', () => {
  let now = 5000;
  mock.method(performance, 'now', () => now);
  const signal = createSignal({ type: 'refresh', slot: 's1', trigger: 'time', index: 3, token: 'T' }, () => 1);
  const resume = (shown: number) => ({ slot: 's1', token: 'T', rendered: true, viewable: true, shown });
  assert.deepEqual(signal.resume(), resume(0));
  signal.setInView(true);
  now = 5400;
  assert.deepEqual(signal.resume(), resume(400));
  signal.setInView(false);
  now = 9000;
  assert.deepEqual(signal.resume(), resume(400));
  mock.restoreAll();
});
