/** What few pages need, in a file of its own that is loaded when it is needed first. */
import type { Discovery } from './discovery';
import { load } from './load';
import type { Page } from './page';

export { methods } from './methods';
export { openPoll as poll } from './poll';
export { refreshStack } from './stack';
export { openStream as stream } from './stream';

declare const revivePath: string;

/** An element made for Revive's tag: only pages with such load what it takes. */
export const revive = (page: Page, discovery: Discovery, element: HTMLElement) =>
  load<typeof import('./revive')>(page.base, revivePath).then((loaded) => loaded.revive(page, discovery, element));
