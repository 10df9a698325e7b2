import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { refreshStack } from '../src/stack';

const detail = { slot: 's1', zone: '5', trigger: 'time', index: 2 } as const;
const page = globalThis as Record<string, any>;
let errors: string[] = [];

const adSlot = (...inside: string[]) => ({ contains: (found: { id: string } | null) => !!found && inside.includes(found.id) }) as any;

/** GPT with these slots; `load` makes it run what was queued. */
const gpt = (...ids: string[]) => {
  const queue: (() => void)[] = [];
  const slots = ids.map((id) => ({ getSlotElementId: () => id }));
  const refreshed: string[][] = [];
  const refresh = (which: typeof slots) => refreshed.push(which.map((slot) => slot.getSlotElementId()));
  page.googletag = { cmd: queue, pubads: () => ({ getSlots: () => slots, refresh }) };
  return { refreshed, queue, load: () => queue.splice(0).forEach((command) => command()) };
};

beforeEach(() => {
  page.window = globalThis;
  page.document = { getElementById: (id: string) => (id === 'never-in-the-document' ? null : { id }) };
  delete page.googletag;
  errors = [];
  mock.restoreAll();
  mock.method(console, 'error', (...what: unknown[]) => errors.push(what.join(' ')));
});

test('gpt:ID refreshes the slot of that element, and none other', () => {
  const { refreshed, load } = gpt('top', 'div-gpt:1', 'bottom');
  refreshStack(adSlot(), 'gpt:div-gpt:1', detail);
  load();
  assert.deepEqual(refreshed, [['div-gpt:1']]);
});

test('gpt alone refreshes what GPT has in the ad slot', () => {
  const { refreshed, load } = gpt('top', 'inner', 'never-in-the-document');
  refreshStack(adSlot('inner', 'something-else'), 'gpt', detail);
  load();
  assert.deepEqual(refreshed, [['inner']]);
});

test('A GPT slot that is not there is named, and the rest of the page is not refreshed in its place', () => {
  const { refreshed, load } = gpt('top');
  refreshStack(adSlot(), 'gpt:gone', detail);
  load();
  assert.deepEqual(refreshed, []);
  assert.match(errors.join(), /data-comet-refresh="gpt:gone" finds nothing/);
});

test('While GPT loads, the refreshes of a slot become one, and the next one comes after it', () => {
  const { refreshed, queue, load } = gpt('top');
  const element = adSlot();
  refreshStack(element, 'gpt:top', detail);
  refreshStack(element, 'gpt:top', { ...detail, index: 3 });
  assert.equal(queue.length, 1);
  load();
  refreshStack(element, 'gpt:top', { ...detail, index: 4 });
  load();
  assert.deepEqual(refreshed, [['top'], ['top']]);
});

test('call: runs the named function on its object with the detail of the event', () => {
  const heard: unknown[] = [];
  page.ads = { name: 'mine', stack: { refresh(told: unknown) { heard.push(this === page.ads.stack, told); } } };
  refreshStack(adSlot(), 'call:ads.stack.refresh', detail);
  assert.deepEqual(heard, [true, detail]);
});

for (const how of ['gpt', 'call:no.such.thing', 'call:', 'reload'])
  test(`What cannot be refreshed is named in the console, and nothing is thrown: ${how}`, () => {
    refreshStack(adSlot(), how, detail);
    assert.equal(errors.length, 1);
    assert.match(errors[0]!, new RegExp(`data-comet-refresh="${how}" finds nothing`));
  });

test('What the page throws stays in the console', () => {
  page.broken = () => {
    throw new Error('of the page');
  };
  refreshStack(adSlot(), 'call:broken', detail);
  assert.match(errors.join(), /of the page/);
});
