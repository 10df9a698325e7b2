import type { Discovery } from './discovery';
import { fit, type Page } from './page';
import { safely } from './safely';

const longestName = 64;
const longestValue = 256;

type Command = () => void;

/** What pages call, as `window.cometad`. */
export interface Cometad {
  cmd: { push(...commands: Command[]): void };
  /** Tells the service that something happened: its slots may rotate. Slots are given as elements or as their ids. */
  trigger(name: string, options?: { user?: boolean; slots?: (Element | string)[] }): void;
  /** The page shows another view under a new url, without a reload. */
  navigate(url: string): void;
  /** Sets what events of your server can ask for, in place of all variables set before. */
  setVariables(variables: Record<string, unknown>): void;
  /** Gives a slot back for good. */
  destroy(element: Element): void;
}

export function createApi(page: Page, discovery: Discovery): Cometad {
  const named = (wanted: (Element | string)[]) => {
    const found = page.slots().filter(({ element }) => wanted.includes(element) || wanted.includes(element.id));
    if (!found.length) throw new Error('no ad slot');
    return found.map((slot) => slot.name);
  };
  return {
    cmd: { push: (...commands) => commands.forEach((command) => safely(command)()) },
    trigger: safely((name, { user, slots } = {}) => {
      if (!name || name.length > longestName) throw new Error(`name: 1 to ${longestName} letters`);
      discovery.look();
      page.event({ name, trigger: user ? 'user' : 'event', ...(slots && { slots: named(slots) }) });
    }),
    navigate: safely((to) => {
      const url = new URL(to, location.href);
      if (url.origin !== location.origin) throw new Error(`${url.href} has another origin`);
      discovery.look();
      page.tell({ url: fit(url.href) });
    }),
    setVariables: safely((wanted) => {
      const variables: Record<string, string> = {};
      for (const name in wanted) variables[name] = `${wanted[name]}`.slice(0, longestValue);
      page.tell({ variables });
    }),
    destroy: safely(discovery.destroy),
  };
}
