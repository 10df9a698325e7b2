/** The frames of the contract between a page and the service. Ids are strings, times integer milliseconds. */

export type Trigger = 'initial' | 'user' | 'event' | 'time';

export interface SlotPolicy {
  slot: string;
  zone: string;
  width: number;
  height: number;
  interval: number;
  maxRefreshes: number;
  ratio: number;
  /** Which triggers refresh it, none where it is filled once; missing where all do. */
  triggers?: Trigger[];
  /** Somebody else's stack fills the slot; nothing where creatives do. */
  mode?: 'signal';
}

export interface Ready {
  type: 'ready';
  page: string;
  heartbeat: number;
  slots: SlotPolicy[];
}

export interface Ad {
  type: 'ad';
  slot: string;
  id: string;
  token: string;
  trigger: Trigger;
  index: number;
  /** In place of one that was withdrawn, which counts as no refresh. */
  withdrawal?: boolean;
  /** It is not refreshed until the next page view. */
  stays?: boolean;
  creative: string;
  campaign: string;
  width: number;
  height: number;
  /** The origin of its frame; nothing where that is one that nothing else has. */
  origin?: string;
  html: string;
  ttl: number;
}

/** A rotation of a signal zone; the first one, trigger initial, only gives the token. */
export interface Refresh {
  type: 'refresh';
  slot: string;
  trigger: Trigger;
  index: number;
  token: string;
}

export interface Empty {
  type: 'empty';
  slot: string;
  reason: string;
  collapse: boolean;
}

export interface Withdraw {
  type: 'withdraw';
  creatives: string[];
  campaigns: string[];
}

export interface Ack {
  type: 'ack';
  acked?: number[];
  refused?: { n: number; reason: string }[];
  viewer?: string;
}

export interface Close {
  type: 'close';
  reason: string;
  retryAfter: number;
  final: boolean;
  detail?: string;
}

export type Frame = Ready | Ad | Refresh | Empty | Withdraw | Ack | Close | { type: 'ping' };

export type Stage = 'rendered' | 'viewable' | 'ended' | 'error';
export type EndReason = 'replaced' | 'withdrawn' | 'removed' | 'unload';

export interface Receipt {
  n: number;
  token: string;
  stage: Stage;
  shown: number;
  reason?: string | undefined;
}

export interface SlotHello {
  slot: string;
  zone: string;
  w: number;
  h: number;
  inView: boolean;
  /** What the slot asks for by itself. */
  source?: string | undefined;
  variables?: Record<string, string>;
}

export interface Resume {
  slot: string;
  token: string;
  rendered?: boolean;
  viewable?: boolean;
  shown?: number;
}

export interface PageEvent {
  name: string;
  trigger: 'event' | 'user';
  slots?: string[] | undefined;
}

/** What a `page` frame replaces. */
export interface PageChange {
  url: string;
  source?: string;
  variables?: Record<string, string>;
  consent: Consent;
  /** What the service signed of what the viewer has seen. */
  viewer?: string;
}

/** What the viewer allows: storage of anything; and their Global Privacy Control. */
export interface Consent {
  storage: boolean;
  gpc: boolean;
  tcString?: string | undefined;
  gppString?: string;
}

export interface Hello extends PageChange {
  type: 'hello';
  v: 1;
  page?: string | undefined;
  referrer: string;
  visible: boolean;
  slots: SlotHello[];
  resume: Resume[];
  receipts: Receipt[];
  events: PageEvent[];
}
