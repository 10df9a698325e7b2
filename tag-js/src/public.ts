import type { Trigger } from './wire.js';

declare global {
  interface Window {
    cometad?: Partial<Cometad>;
  }
}

/** What pages call, as `window.cometad`. Slots are given as elements or as their ids. */
export interface Cometad extends Methods {
  cmd: { push(...commands: (() => void)[]): void };
  /** Tells the service that something happened: its slots may rotate. */
  trigger(name: string, options?: { user?: boolean; slots?: (Element | string)[] | null | undefined }): void;
  /** Asks for other creatives, in these slots or in all: an event of the page that is named "refresh". */
  refresh(slots?: (Element | string)[] | null, options?: { user?: boolean }): void;
  /** The page shows another view under a new url, without a reload. */
  navigate(url: string): void;
  /** Gives a slot back. */
  destroy(element: Element): void;
}

/** The methods that few pages call, or not at once. */
export interface Methods {
  /** Sets what events of your server can ask for, in place of all variables set before. */
  setVariables(variables: Record<string, unknown>): void;
  /** Makes an element, wherever it is, an ad slot now. */
  define(element: Element | string, attributes: SlotAttributes): void;
  /** Looks for slots in a shadow root, now and from now on. */
  observe(root: ShadowRoot): void;
  /** Calls the listener with what happens in any slot, as listeners of Google Publisher Tag are called. */
  on(type: SlotEventType, listener: SlotListener): void;
  /** Ends what `on` with the same two began. */
  off(type: SlotEventType, listener: SlotListener): void;
}

/** What markup says in `data-comet-...`. */
export type SlotAttributes = {
  zone: string | number;
  /** "300x250": CSS pixels. */
  size?: string;
  /** How near to what the viewer sees the slot has to be until it is asked for, in CSS pixels. */
  lazy?: number;
  refresh?: string;
};

/** Names as in Google Publisher Tag, and two of its own. */
export type SlotEventType =
  | 'slotRequested'
  | 'slotResponseReceived'
  | 'slotRenderEnded'
  | 'impressionViewable'
  | 'slotEmpty'
  | 'slotRefresh';

/** What listeners are called with: the members that listeners of GPT read, and what the event's own detail has. */
export interface SlotEvent {
  slot: { element: Element; getSlotElementId(): string; getAdUnitPath(): string };
  serviceName: 'cometad';
  zone: string;
  /** There is no creative; `reason` says why. */
  isEmpty?: boolean;
  reason?: string;
  creativeId?: string;
  campaignId?: string;
  /** Width and height in CSS pixels. */
  size?: [number, number];
  trigger?: Trigger;
  index?: number;
}

export type SlotListener = (event: SlotEvent) => void;
