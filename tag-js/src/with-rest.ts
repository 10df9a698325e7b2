import type { Page } from './page';
import { complain } from './safely';
import { base } from './script';
import { shared } from './shared';

/** The paths of the built parts, with their hashes, which the build writes here. */
declare const restPath: string;
declare const debugPath: string;

export type Rest = typeof import('./rest').default;

let rest: Promise<Rest> | undefined;

const load = (path: string) => import(base + path).then((part) => part.default(shared));

/** Loads the rest of the tag, once; a try that failed is made anew. */
export const loadRest = (): Promise<Rest> =>
  (rest ||= load(restPath).catch((error) => {
    rest = undefined;
    throw error;
  }));

/** Does what takes the rest of the tag. */
export const withRest = (act: (rest: Rest) => unknown): Promise<unknown> => loadRest().then(act).catch(complain);

/** Shows how the page's slots do, to somebody who looks into that. */
export const debug = (page: Page): Promise<unknown> => load(debugPath).then((show) => show(page)).catch(complain);
