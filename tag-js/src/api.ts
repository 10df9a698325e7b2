import type { Discovery } from './discovery';
import type { Page } from './page';
import { safely } from './safely';

const longestName = 64;

type Command = () => void;

/** What pages call, as `window.cometad`. */
export interface Cometad {
  cmd: { push(...commands: Command[]): void };
  /** Tells the service that something happened: its slots may rotate. Slots are given as elements or as their ids. */
  trigger(name: string, options?: { user?: boolean; slots?: (Element | string)[] }): void;
  /** The page shows another view under a new url, without a reload. */
  navigate(url: string): void;
  /** Gives a slot back for good. */
  destroy(element: Element): void;
}

export function createApi(page: Page, discovery: Discovery): Cometad {
  const named = (wanted: (Element | string)[]) => {
    const found = page.slots().filter(({ element }) => wanted.includes(element) || wanted.includes(element.id));
    if (!found.length) throw new Error('trigger: none of these is an ad slot');
    return found.map((slot) => slot.name);
  };
  return {
    cmd: { push: (...commands) => commands.forEach((command) => safely(command)()) },
    trigger: safely((name, { user, slots } = {}) => {
      if (!name || name.length > longestName) throw new Error(`trigger: a name has 1 to ${longestName} characters`);
      discovery.look();
      page.event({ name, trigger: user ? 'user' : 'event', ...(slots && { slots: named(slots) }) });
    }),
    navigate: safely((to) => {
      const url = new URL(to, location.href);
      if (url.origin !== location.origin) throw new Error(`navigate: ${url.href} is not of this page's origin`);
      discovery.look();
      page.navigate(url.href);
    }),
    destroy: safely(discovery.destroy),
  };
}
