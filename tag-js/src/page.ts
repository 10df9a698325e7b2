import { beacon, urgent } from './beacon';
import { createConnection } from './connection';
import { waitingEvents } from './events';
import { fit } from './fit';
import { looking } from './looking';
import { outbox } from './outbox';
import { createSight } from './sight';
import { createSlot, type Slot, type SlotPage } from './slot';
import type { Ack, Frame, Hello, PageChange, PageEvent } from './wire';

const mostSlots = 200;
/** New slots are announced when it is known whether they are in view, which a hidden page never learns. */
const announceWithin = 100;

/** What a page view is told by: the part of a url behind # only where it names a view of the page's own. */
const view = (url: string) => url.replace(/#(?![/!]).*/, '');

/** The document as the service knows it: its slots, its url, what it has to say. */
export interface Page {
  slots(): Slot[];
  slotOf(element: Element): Slot | undefined;
  add(element: HTMLElement, zone: string): void;
  remove(slot: Slot): void;
  event(event: PageEvent): void;
  /** What it said of itself last. */
  told: PageChange;
  /** What it says of itself from now on. */
  tell(change: Partial<PageChange>): void;
  /** Keeps what the service signed of what the viewer has seen, for the next page; nothing without consent. */
  keep(viewer: string): void;
  /** Its document went from this url to where it is now. */
  moved(from: string): void;
  /** The document became visible or hidden. */
  turned(): void;
  /** Nobody has looked for a while: says bye; the connection comes back when the document is visible. */
  leave(): void;
  /** The document goes; `forGood` unless it may come back from the browser's cache. */
  hide(forGood: boolean): void;
  show(): void;
  online(): void;
}

export function createPage(): Page {
  const slots = new Map<string, Slot>();
  const receipts = outbox();
  const events = waitingEvents();
  const inView = new Map<string, boolean>();
  let id: string | undefined;
  const told: PageChange = { url: fit(location.href), consent: { storage: false, gpc: !!navigator.globalPrivacyControl } };
  let names = 0;
  let gone = false;
  let away = false;
  let hasMoved = false;
  let announcing: ReturnType<typeof setTimeout> | undefined;

  const all = () => [...slots.values()];
  /** The slots that the service knows, and those that are due as far as there is room for them. */
  const known = () =>
    all()
      .filter((slot) => slot.due)
      .sort((a, b) => +b.announced - +a.announced)
      .slice(0, mostSlots);
  const visible = () => !gone && looking();
  const tellView = () => {
    const sent = connection.say({ type: 'view', visible: visible(), slots: Object.fromEntries(inView) });
    inView.clear();
    return sent;
  };

  const announce = () => {
    announcing = void clearTimeout(announcing);
    // before its new slots, which would be of the old view
    if (hasMoved) page.tell({ url: fit(location.href) });
    hasMoved = false;
    const fresh = known().filter((slot) => !slot.announced);
    if (fresh.length && connection.say({ type: 'slots', add: fresh.map((slot) => slot.hello()) }))
      fresh.forEach((slot) => slot.requested());
  };

  const announceSoon = () => (announcing ??= setTimeout(announce, announceWithin));

  const settle = (ack: Ack) => {
    receipts.settle(ack);
    if (ack.viewer) page.keep((told.viewer = ack.viewer));
  };

  const forSlots: SlotPage = {
    pulses: new Map(),
    sight: createSight(() => announcing && announce()),
    visible,
    announceSoon,
    mayRender: () => visible() && !away,
    receipt(token, stage, shown, reason) {
      const receipt = receipts.add(token, stage, shown, reason);
      if (!connection.say({ type: 'receipt', ...receipt }) && reason === 'withdrawn')
        urgent(told.viewer, receipt, settle);
    },
    inViewChanged(slot, reached) {
      if (!slot.announced) return;
      if (!inView.size) queueMicrotask(tellView);
      inView.set(slot.name, reached);
    },
    askAnew(slot) {
      // two frames, so that nobody has to guess which of both comes first
      connection.say({ type: 'slots', remove: [slot.name] });
      connection.say({ type: 'slots', add: [slot.hello()] });
    },
  };

  const hello = (): Hello => {
    inView.clear();
    const asked = known();
    asked.forEach((slot) => slot.requested());
    return {
      type: 'hello',
      v: 1,
      page: id,
      ...told,
      referrer: fit(document.referrer),
      visible: visible(),
      slots: asked.map((slot) => slot.hello()),
      resume: asked.flatMap((slot) => slot.resume() || []),
      receipts: receipts.unsettled(),
      events: events.recent(Date.now()),
    };
  };

  const receive = (frame: Frame) => {
    if (frame.type === 'ready') {
      id = frame.page;
      frame.slots.forEach((policy) => slots.get(policy.slot)?.policy(policy));
    } else if (frame.type === 'withdraw') all().forEach((slot) => slot.withdraw(frame));
    else if (frame.type === 'ack') settle(frame);
    else if ('slot' in frame) slots.get(frame.slot)?.[frame.type](frame as never);
  };

  const connection = createConnection({
    hello,
    receive,
    mayConnect: () => visible() && known().length > 0,
    answered() {
      events.taken();
      away = false;
      all().forEach((slot) => slot.look());
    },
  });

  const page: Page = {
    slots: all,
    slotOf: (element) => all().find((slot) => slot.spot === element),
    add(element, zone) {
      const name = 's' + ++names;
      slots.set(name, createSlot(element, name, zone, forSlots));
      announceSoon();
    },
    remove(slot) {
      slots.delete(slot.name);
      inView.delete(slot.name);
      slot.end('removed');
      if (!slot.announced) return;
      connection.say({ type: 'slots', remove: [slot.name] });
      // another one may take its place
      announceSoon();
    },
    event(event) {
      if (!connection.say({ type: 'event', ...event })) events.add(event, Date.now());
    },
    told,
    keep() {},
    tell(change) {
      Object.assign(told, change);
      connection.say({ type: 'page', ...change });
    },
    moved(from) {
      if (view(from) === view(location.href)) return;
      hasMoved = true;
      announceSoon();
    },
    turned() {
      all().forEach((slot) => slot.look());
      const sent = tellView();
      if (visible() || gone) return;
      beacon(told.viewer, receipts.unsettled());
      // a stream or poll is one of the six requests that HTTP/1.1 allows all tabs of a site
      if (!sent) page.leave();
    },
    leave() {
      away = true;
      connection.leave();
    },
    hide(forGood) {
      gone = true;
      page.leave();
      all().forEach((slot) => (forGood ? slot.end('unload') : slot.look()));
      beacon(told.viewer, receipts.unsettled());
    },
    show() {
      gone = false;
      page.turned();
    },
    online: connection.online,
  };
  return page;
}
