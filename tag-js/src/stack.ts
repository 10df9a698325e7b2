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

/** Has the page's own stack fill a slot anew, as its `data-comet-refresh` says how. */
export const refreshStack = safely((element: HTMLElement, how: string, detail: SlotRefresh) => {
  const [kind, name = ''] = how.split(/:(.*)/);

  const need = <T>(found: T | undefined): T => {
    if (found) return found;
    throw new Error(`data-comet-refresh="${how}" finds nothing to refresh`);
  };

  if (kind === 'gpt') {
    const googletag = need((window as { googletag?: Googletag }).googletag);
    if (waiting.has(element)) return;
    waiting.add(element);
    googletag.cmd.push(
      safely(() => {
        waiting.delete(element);
        const pubads = googletag.pubads();
        const slots = pubads.getSlots().filter((slot) => {
          const id = slot.getSlotElementId();
          return name ? id === name : element.contains(document.getElementById(id));
        });
        need(slots[0]);
        pubads.refresh(slots);
      }),
    );
  } else {
    let owner: any;
    let found: any = kind === 'call' && window;
    for (const member of name.split('.')) found = need((owner = found)[member]);
    need(found.call);
    found.call(owner, detail);
  }
});
