import type { Page } from './page';
import { safely } from './safely';

const selector = 'ins.comet-ad[data-comet-zone]';
const zoneOf = (element: HTMLElement) => (element.dataset.cometZone || '').trim();

/** Keeps the page's slots what the document says, whatever the page's own code adds, moves or takes away. */
export interface Discovery {
  /** Looks now instead of after the running script. */
  look(): void;
  /** Gives a slot back; its element is not looked at again. */
  destroy(element: Element): void;
}

export function discover(page: Page): Discovery {
  const destroyed = new WeakSet<Element>();

  const look = (records: MutationRecord[]) => {
    for (const slot of page.slots()) {
      const { element } = slot;
      if (!element.isConnected || zoneOf(element) !== slot.zone) page.remove(slot);
      else if (records.some(({ removedNodes }) => [...removedNodes].some((node) => node.contains(element)))) slot.moved();
    }
    const known = new Set<Element>(page.slots().map((slot) => slot.element));
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      const zone = zoneOf(element);
      if (zone && !known.has(element) && !destroyed.has(element)) page.add(element, zone);
    }
  };

  const observer = new MutationObserver(safely(look));
  observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-comet-zone'] });
  look([]);

  return {
    look: () => look(observer.takeRecords()),
    destroy(element) {
      destroyed.add(element);
      page.slots().forEach((slot) => slot.element === element && page.remove(slot));
    },
  };
}
