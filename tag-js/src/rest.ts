/** What few pages need, in a file of its own that is loaded when it is needed first. */
import { load } from './load';
import type { Page } from './page';

export { followConsent } from './consent';
export { whenNear } from './lazy';
export { methods } from './methods';
export { tellPlace } from './place';
export { openPoll as poll } from './poll';
export { revive } from './revive';
export { refreshStack } from './stack';
export { openStream as stream } from './stream';
export { urgent } from './urgent';

/** The path of the built `debug.ts`, with its hash, which the build writes here. */
declare const debugPath: string;

/** Somebody looks into how the page's slots do. */
export const debug = (page: Page) => load<typeof import('./debug')>(debugPath).then((loaded) => loaded.debug(page));
