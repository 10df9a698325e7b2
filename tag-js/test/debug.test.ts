import assert from 'node:assert/strict';
import { test } from 'node:test';
import { why, type Standing } from '../src/debug-why';
import type { Ad, SlotPolicy } from '../src/wire';

const policy: SlotPolicy = { slot: 's1', zone: '5', width: 300, height: 250, interval: 30_000, maxRefreshes: 10, ratio: 0.5 };
const ad = { type: 'ad', trigger: 'time', index: 3 } as Ad;
/** In view for 12 s since it was viewable. */
const running: Standing = {
  due: true,
  announced: true,
  policy,
  shown: ad,
  newer: false,
  passback: false,
  refreshes: 3,
  inView: true,
  viewable: true,
  held: false,
  clock: 12_000,
};

const tellsOf = (what: Partial<Standing>, expected: RegExp) => assert.match(why({ ...running, ...what }), expected);

test('A slot that waits says what has to change first', () => {
  tellsOf({}, /18 s more in view/);
  tellsOf({ clock: 30_000 }, /is due/);
  tellsOf({ viewable: false }, /not been in view for a second/);
  tellsOf({ inView: false }, /^less than 50 % of it is in view$/);
  tellsOf({ inView: false, policy: { ...policy, ratio: 0.3 } }, /less than 30 %/);
  tellsOf({ inView: false, refreshes: 10 }, /had its 10 refreshes/);
  tellsOf({ refreshes: 10, policy: { ...policy, maxRefreshes: 0 } }, /18 s more/);
  tellsOf({ shown: { ...ad, stays: true } }, /until the next page view/);
  tellsOf({ policy: { ...policy, triggers: [] } }, /filled once/);
  tellsOf({ policy: { ...policy, triggers: ['user', 'event'] } }, /only events rotate it: user, event/);
  tellsOf({ policy: { ...policy, triggers: ['time'] } }, /18 s more/);
});

test('A slot whose next creative is there says why that does not show', () => {
  tellsOf({ newer: true }, /the next creative loads/);
  tellsOf({ newer: true, held: true }, /the pointer is over it/);
  tellsOf({ newer: true, inView: false }, /waits: less than 50 %/);
  tellsOf({ held: true }, /18 s more/);
});

test('A slot that shows nothing says whose turn it is', () => {
  const empty = { shown: undefined, viewable: false, clock: 0 };
  tellsOf({ ...empty, due: false, announced: false, policy: undefined }, /lazy/);
  tellsOf({ ...empty, announced: false, policy: undefined }, /no connection yet, or no room/);
  tellsOf({ ...empty, policy: undefined }, /has not answered/);
  tellsOf({ ...empty }, /has not come or not rendered/);
  tellsOf({ ...empty, inView: false }, /no creative shows, and less than 50 %/);
  tellsOf({ ...empty, passback: true }, /has no creative for it/);
});
