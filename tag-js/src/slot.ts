import { attribute } from './attribute';
import { createImpression, type Impression, type ImpressionPage, type Shown } from './impression';
import { whenNear } from './lazy';
import { now } from './now';
import { createSignal } from './signal';
import { reserve, reservedSize } from './size';
import type { Ad, Empty, EndReason, Refresh, Resume, SlotHello, SlotPolicy, Withdraw } from './wire';
import { withRest } from './with-rest';

/** R27: who points at a creative, or has the focus in it, keeps it for so long. */
const longestHold = 60_000;
const holdStep = 250;

export interface SlotPage extends ImpressionPage {
  /** Whether creatives may begin to render now: the page is visible and knows what was withdrawn. */
  mayRender(): boolean;
  inViewChanged(slot: Slot, inView: boolean): void;
  /** There is a slot to be asked for. */
  announceSoon(): void;
  /** The slot's creative is too old to be shown: another one is needed. */
  askAnew(slot: Slot): void;
}

/** One ad slot: what shows in it, what loads, what is kept for when it comes into view. */
export interface Slot {
  /** Its element. */
  spot: HTMLElement;
  name: string;
  zone: string;
  announced: boolean;
  /** The service is asked for it as soon as there is room; a lazy slot waits until it is near. */
  due: boolean;
  /** What it asks for by itself. */
  words?: Pick<SlotHello, 'source' | 'variables'>;
  /** From now on the service knows of it. */
  requested(): void;
  hello(): SlotHello;
  resume(): Resume | undefined;
  policy(policy: SlotPolicy): void;
  ad(frame: Ad): void;
  refresh(frame: Refresh): void;
  empty(frame: Empty): void;
  withdraw(frame: Withdraw): void;
  /** Something changed in what can be seen of it. */
  look(): void;
  end(reason: EndReason): void;
}

export function createSlot(element: HTMLElement, name: string, zone: string, page: SlotPage): Slot {
  const lazy = attribute(element, 'lazy');
  const size = reservedSize(element);
  let needed = 0.5;
  let ratio = 0;
  let inView = false;
  let filled = false;
  let collapsed = false;
  let stale = false;
  let shown: Shown | undefined;
  let loading: Impression | undefined;
  let holdUntil = 0;
  let holding: ReturnType<typeof setTimeout> | undefined;
  let kept: Ad | Refresh | undefined;
  /** A kept ad is too old then. */
  let keptUntil = 0;

  const emit = (type: string, more?: object) =>
    element.dispatchEvent(
      new CustomEvent(type, {
        bubbles: true,
        composed: true,
        cancelable: true,
        detail: { slot: name, zone, ...more },
      }),
    );

  const watch = () =>
    page.sight.watch(element, (seen) => {
      ratio = seen;
      slot.look();
    });

  const show = (ad: Ad) => {
    loading?.end('replaced');
    const about = { creative: ad.creative, campaign: ad.campaign, trigger: ad.trigger, index: ad.index, size: [ad.width, ad.height] };
    loading = createImpression(element, ad, ratio, page, {
      rendered() {
        shown?.end('replaced');
        shown = loading;
        loading = undefined;
        filled = true;
        slot.look();
        emit('slotRenderEnded', { ...about, isEmpty: false });
      },
      viewable: () => emit('impressionViewable', about),
      seen: () => slot.look(),
      failed() {
        if (shown?.ad === ad) shown = undefined;
        else loading = undefined;
        slot.look();
      },
    });
  };

  const refresh = ({ trigger, index }: Refresh) => {
    const detail = { slot: name, zone, trigger, index };
    const how = emit('slotRefresh', detail) && attribute(element, 'refresh');
    // without it, the page sees to that itself
    if (how) withRest((rest) => rest.refreshStack(element, how, detail));
  };

  const showKept = () => {
    if (!kept) holdUntil = 0;
    if (!kept || !ratio || collapsed || !page.mayRender()) return;
    if (shown && element.matches(':hover,:focus-within')) {
      holdUntil ||= now() + longestHold;
      if (now() < holdUntil) {
        clearTimeout(holding);
        holding = setTimeout(showKept, holdStep);
        return;
      }
    }
    const frame = kept;
    kept = undefined;
    if (frame.type === 'refresh') refresh(frame);
    else if (Date.now() < keptUntil) show(frame);
    else {
      stale = true;
      page.askAnew(slot);
    }
  };

  const clear = (reason: EndReason) => {
    kept = undefined;
    clearTimeout(holding);
    loading = void loading?.end(reason);
    shown = void shown?.end(reason);
  };

  const fold = (how: 'setProperty' | 'removeProperty') => {
    collapsed = !collapsed;
    element.style[how]('height', '0', 'important');
    element.style[how]('min-height', '0', 'important');
  };

  const below = () => element.getBoundingClientRect().top >= innerHeight;

  const expand = () => {
    if (!collapsed || !below()) return;
    fold('removeProperty');
    reserve(element, size.w, size.h);
    watch();
  };

  const slot: Slot = {
    spot: element,
    name,
    zone,
    announced: false,
    due: lazy === undefined,
    requested() {
      if (slot.announced) return;
      slot.announced = true;
      queueMicrotask(() => emit('slotRequested'));
    },
    hello: () => ({ slot: name, zone, ...size, inView, ...slot.words }),
    resume() {
      if (kept?.type === 'ad' && Date.now() < keptUntil) return { slot: name, token: kept.token };
      return stale ? undefined : (loading || shown)?.resume();
    },
    policy({ width, height, ratio: part, mode }) {
      needed = part;
      if (!size.w && !mode) {
        reserve(element, (size.w = width), (size.h = height));
        watch();
      }
      slot.look();
    },
    ad(ad) {
      if ([shown?.ad, loading?.ad, kept as Ad].some((known) => known?.id === ad.id)) return;
      stale = false;
      emit('slotResponseReceived');
      kept = ad;
      keptUntil = Date.now() + ad.ttl;
      expand();
      showKept();
    },
    refresh(frame) {
      // the first fill of a slot is its own stack's, though the service may know an older slot in its place
      const due = filled && frame.trigger !== 'initial';
      filled = true;
      clear('replaced');
      if (due) kept = frame;
      shown = createSignal(frame, () => ratio);
      expand();
      slot.look();
    },
    empty({ reason, collapse: mayCollapse }) {
      if (mayCollapse && !filled && !loading && below()) fold('setProperty');
      emit('slotResponseReceived');
      emit('slotEmpty', { reason });
      emit('slotRenderEnded', { reason, isEmpty: true });
    },
    withdraw({ creatives, campaigns }) {
      const hit = (ad?: Ad) => ad && (creatives.includes(ad.creative) || campaigns.includes(ad.campaign));
      if (hit(kept as Ad)) kept = undefined;
      if (hit(loading?.ad)) loading = void loading?.end('withdrawn');
      if (hit(shown?.ad)) shown = void shown?.end('withdrawn');
      slot.look();
    },
    look() {
      const reached = (shown ? shown.ratio() : ratio) >= needed;
      shown?.setInView(reached && page.visible());
      if (reached !== inView) {
        inView = reached;
        page.inViewChanged(slot, inView);
      }
      showKept();
    },
    end(reason) {
      waiting?.disconnect();
      page.sight.forget(element);
      clear(reason);
    },
  };
  watch();
  const waiting = slot.due
    ? undefined
    : whenNear(element, lazy, () => {
        slot.due = true;
        page.announceSoon();
      });
  return slot;
}
