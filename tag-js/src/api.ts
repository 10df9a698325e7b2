import type { Discovery } from './discovery';
import { fit } from './fit';
import type { Page } from './page';
import type { Cometad } from './public';
import { safely } from './safely';
import { debug, withRest } from './with-rest';

const longestName = 64;
const later = ['define', 'observe', 'off', 'on', 'setVariables'] as const;
/** What queued functions ask for comes first, but an answer of the service's that does not come holds nothing up. */
const patience = 2000;

/** Runs what the page queued, and then looks for its slots. */
export function startApi(page: Page, discovery: Discovery, cometad: Partial<Cometad>, queued: (() => void)[]): void {
  let loading: Promise<unknown> | undefined;
  const named = (wanted: (Element | string)[]) => {
    const found = page.slots().filter(({ spot }) => wanted.includes(spot) || wanted.includes(spot.id));
    if (!found.length) throw new Error('no ad slot');
    return found.map((slot) => slot.name);
  };
  for (const name of later)
    cometad[name] = (...args: unknown[]) => {
      loading = withRest((rest) => (rest.methods(page, discovery)[name] as (...args: unknown[]) => void)(...args));
    };
  cometad.trigger = safely((name, { user, slots } = {}) => {
    if (!name || name.length > longestName) throw new Error('bad name');
    discovery.look();
    page.event({ name, trigger: user ? 'user' : 'event', slots: slots ? named(slots) : undefined });
  });
  cometad.refresh = (slots, options) => cometad.trigger!('refresh', { ...options, slots });
  cometad.navigate = safely((to) => {
    const url = new URL(to, location.href);
    if (url.origin !== location.origin) throw new Error('another origin');
    discovery.look();
    page.tell({ url: fit(url.href) });
  });
  cometad.destroy = safely(discovery.destroy);
  cometad.cmd = { push: (...commands) => commands.forEach((command) => safely(command)()) };
  cometad.cmd.push(...queued);
  if (location.href.includes('comet_debug')) loading = debug(page);
  if (loading) {
    loading.then(discovery.startLooking);
    setTimeout(discovery.startLooking, patience);
  } else discovery.startLooking();
}
