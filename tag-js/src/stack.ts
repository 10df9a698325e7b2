import { attribute } from './attribute';
import { safely } from './safely';
import type { Trigger } from './wire';

/** What the page is told of a rotation in a signal zone. */
export interface SlotRefresh {
  slot: string;
  zone: string;
  trigger: Trigger;
  index: number;
}

/** The part of Google Publisher Tag that is used. */
interface Googletag {
  cmd: { push(command: () => void): void };
  pubads(): {
    getSlots(): GptSlot[];
    refresh(slots: GptSlot[]): void;
  };
}

interface GptSlot {
  getSlotElementId(): string;
}

/** Slots whose refresh waits for GPT to load: one each, so that it begins without a burst. */
const waiting = new WeakSet<HTMLElement>();

/** Has the page's own stack fill a slot anew, as its `data-comet-refresh` says; without it, the page sees to that itself. */
export const refreshStack = safely((element: HTMLElement, detail: SlotRefresh) => {
  const how = attribute(element, 'refresh');
  if (!how) return;
  const [, gpt, id, path] = /^(?:(gpt)(?::(.+))?|call:(.+))$/.exec(how) || [];

  const need = <T>(found: T | undefined): T => {
    if (found) return found;
    throw new Error(`data-comet-refresh="${how}" finds nothing to refresh`);
  };

  if (gpt) {
    const googletag = need((window as { googletag?: Googletag }).googletag);
    if (waiting.has(element)) return;
    waiting.add(element);
    googletag.cmd.push(
      safely(() => {
        waiting.delete(element);
        const pubads = googletag.pubads();
        const slots = pubads.getSlots().filter((slot) => {
          const name = slot.getSlotElementId();
          return id ? name === id : element.contains(document.getElementById(name));
        });
        need(slots[0]);
        pubads.refresh(slots);
      }),
    );
  } else {
    let owner: any;
    let found: any = window;
    for (const name of (path || '').split('.')) found = need((owner = found)[name]);
    need(found.call);
    found.call(owner, detail);
  }
});
