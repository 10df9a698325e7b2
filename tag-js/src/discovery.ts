import { attribute } from './attribute';
import type { Page } from './page';
import { complain, safely } from './safely';
import { withRest } from './with-rest';

const selector = '[data-comet-zone],comet-ad,ins[data-revive-zoneid]';
const longestZone = 64;

/** Keeps the page's slots what the document says, whatever the page's own code adds, moves or takes away. */
export interface Discovery {
  /** Begins to look. */
  startLooking(): void;
  /** Looks for slots in the document or a shadow root, now and from now on. */
  observe(root: Node): void;
  /** Looks now instead of after the running script. */
  look(): void;
  /** Looks at an element now, `anew` where it was given back too. */
  adopt(element: Element, anew?: boolean): void;
  /** Gives a slot back; its element is not looked at again. */
  destroy(element: Element): void;
}

export function discover(page: Page): Discovery {
  const destroyed = new WeakSet<Element>();

  const add = (element: HTMLElement) => {
    const zone = attribute(element, 'zone');
    if (!zone && element.dataset.reviveZoneid) return withRest((rest) => rest.revive(page, discovery, element));
    if (!zone || zone.length > longestZone)
      return complain(`"${zone}" is no zone id`, element);
    if (!destroyed.has(element) && !page.slotOf(element)) page.add(element, zone);
  };

  const search = (node: Node) => {
    const element = node as HTMLElement;
    if (!node.isConnected) return;
    if (element.matches?.(selector)) add(element);
    element.querySelectorAll?.<HTMLElement>(selector).forEach(add);
  };

  const look = (records: MutationRecord[]) => {
    for (const slot of page.slots())
      if (!slot.spot.isConnected || attribute(slot.spot, 'zone') !== slot.zone) page.remove(slot);
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') search(target);
      else addedNodes.forEach(search);
    }
  };

  const observer = new MutationObserver(safely(look));

  const discovery: Discovery = {
    startLooking() {
      discovery.observe(document);
      if (!customElements.get('comet-ad')) customElements.define('comet-ad', CometAd);
    },
    observe(root) {
      observer.observe(root, {
        childList: true,
        subtree: true,
        attributeFilter: ['data-comet-zone', 'data-revive-zoneid'],
      });
      search(root);
    },
    look: () => look(observer.takeRecords()),
    adopt(element, anew) {
      if (anew) destroyed.delete(element);
      discovery.look();
      search(element);
    },
    destroy(element) {
      destroyed.add(element);
      const slot = page.slotOf(element);
      if (slot) page.remove(slot);
    },
  };

  // no observer of the document sees into a shadow root, but the elements in it are told themselves
  const changed = (element: Element) => queueMicrotask(safely(() => discovery.adopt(element)));
  class CometAd extends HTMLElement {
    static observedAttributes = ['zone'];
    connectedCallback() {
      changed(this);
    }
    disconnectedCallback() {
      changed(this);
    }
    attributeChangedCallback() {
      changed(this);
    }
  }
  return discovery;
}
