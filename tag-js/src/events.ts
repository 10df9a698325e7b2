import type { PageEvent } from './wire';

const most = 20;
/** An event is remembered for a minute (R4): an older one is not worth telling. */
const life = 60_000;

/** Page events that wait for the next hello, newest 20. */
export interface Events {
  add(event: PageEvent, now: number): void;
  /** What the next hello carries. */
  recent(now: number): PageEvent[];
  /** That hello was answered. */
  taken(): void;
}

export function waitingEvents(): Events {
  let waiting: { event: PageEvent; at: number }[] = [];
  let told = waiting;
  return {
    add(event, at) {
      waiting = [...waiting, { event, at }].slice(-most);
    },
    recent(now) {
      told = waiting = waiting.filter(({ at }) => now - at < life);
      return told.map(({ event }) => event);
    },
    taken() {
      waiting = waiting.filter((event) => !told.includes(event));
      told = [];
    },
  };
}
