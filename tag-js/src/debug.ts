/** Tells over each slot what it shows and why it does not rotate, to whoever opens the page with `?comet_debug`. */
import { overlay } from './debug-overlay';
import { now } from './now';
import type { Page } from './page';
import type { Slot } from './slot';
import { why } from './debug-why';
import type { Ad, Refresh, SlotPolicy } from './wire';

const every = 250;
/** A creative that renders is one of the last that came. */
const remembered = 3;

/** A method of a slot that tells what it was called with, when it has done its own. */
const telling =
  <A>(method: (argument: A) => void, tell: (argument: A) => void) =>
  (argument: A) => {
    method(argument);
    tell(argument);
  };

export default function debug(page: Page): void {
  const watched = new Set<() => void>();
  const follow = (slot: Slot) => {
    const look = watch(slot, () => watched.delete(look));
    watched.add(look);
  };
  const { add } = page;
  page.add = (element, zone) => {
    add(element, zone);
    follow(page.slots().at(-1)!);
  };
  page.slots().forEach(follow);
  setInterval(() => watched.forEach((look) => look()), every);
}

function watch(slot: Slot, ended: () => void): () => void {
  const { spot: element } = slot;
  const panel = overlay(element, `${slot.name}, zone ${slot.zone}`);
  const listening = new AbortController();
  let policy: SlotPolicy | undefined;
  let came: Ad[] = [];
  let shown: Ad | Refresh | undefined;
  let refreshes = 0;
  let passback = '';
  let viewable = false;
  let clock = 0;
  let looked = now();

  const show = (what: Ad | Refresh | undefined, seen = false) => {
    shown = what;
    viewable = seen;
    clock = 0;
  };
  const hear = (type: string, act: (detail: any) => void) =>
    element.addEventListener(type, (event) => event.target === element && act((event as CustomEvent).detail), { signal: listening.signal });

  slot.policy = telling(slot.policy, (told) => (policy = told));
  slot.ad = telling(slot.ad, (ad) => {
    if (came.some(({ id }) => id === ad.id)) return;
    came = [...came.slice(1 - remembered), ad];
    refreshes = ad.index ? refreshes + +!ad.withdrawal : 0;
  });
  slot.refresh = telling(slot.refresh, (frame) => {
    refreshes = frame.index;
    show(frame, true);
  });
  slot.withdraw = telling(slot.withdraw, ({ creatives, campaigns }) => {
    if (shown?.type === 'ad' && (creatives.includes(shown.creative) || campaigns.includes(shown.campaign))) show(undefined);
  });
  slot.empty = telling(slot.empty, ({ reason }) => (passback = `${reason} at ${new Date().toLocaleTimeString()}`));
  slot.end = telling(slot.end, () => {
    listening.abort();
    panel.remove();
    ended();
  });
  hear('slotRenderEnded', ({ isEmpty, creative, index }) => {
    if (!isEmpty) show(came.find((ad) => ad.creative === creative && ad.index === index));
  });
  hear('impressionViewable', () => (viewable = true));

  return () => {
    const { inView } = slot.hello();
    const passed = now() - looked;
    looked += passed;
    if (inView && viewable && !document.hidden) clock += passed;
    // what failed is gone without a word
    if (shown?.type === 'ad' && !element.querySelector(':scope > iframe')) show(undefined);
    const ad = shown?.type === 'ad' ? shown : undefined;
    panel.tell(
      {
        Campaign: ad?.campaign,
        Creative: ad?.creative,
        Trigger: shown && shown.trigger + (shown.index ? `, refresh ${shown.index}` : ''),
        Clock: shown && `${Math.floor(clock / 1000)} of ${(policy?.interval ?? 0) / 1000} s in view`,
        'Last passback': passback || 'none',
        'Why it stays': why({
          due: slot.due,
          announced: slot.announced,
          policy,
          shown,
          newer: came.length > 0 && !!shown && came.at(-1) !== shown && shown.type === 'ad',
          passback: !!passback,
          refreshes,
          inView,
          viewable,
          held: element.matches(':hover,:focus-within'),
          clock,
        }),
      },
      ad?.id,
    );
  };
}
