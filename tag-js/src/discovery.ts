import type { Page } from './page';
import { complain, safely } from './safely';

const selector = 'ins.comet-ad[data-comet-zone]';
const longestZone = 64;
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

  const add = (element: HTMLElement) => {
    const zone = zoneOf(element);
    if (!zone || zone.length > longestZone)
      return complain(`data-comet-zone="${zone}" is no zone id`, element);
    if (!destroyed.has(element) && !page.slots().some((slot) => slot.element === element)) page.add(element, zone);
  };

  const search = (node: Node) => {
    const element = node as HTMLElement;
    if (node.nodeType !== 1 || !node.isConnected) return;
    if (element.matches(selector)) add(element);
    element.querySelectorAll<HTMLElement>(selector).forEach(add);
  };

  const look = (records: MutationRecord[]) => {
    for (const slot of page.slots())
      if (!slot.element.isConnected || zoneOf(slot.element) !== slot.zone) page.remove(slot);
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') search(target);
      else addedNodes.forEach(search);
    }
  };

  const observer = new MutationObserver(safely(look));
  observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-comet-zone'] });
  search(document.documentElement);

  return {
    look: () => look(observer.takeRecords()),
    destroy(element) {
      destroyed.add(element);
      page.slots().forEach((slot) => slot.element === element && page.remove(slot));
    },
  };
}
