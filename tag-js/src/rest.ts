/** What few pages need, in a file of its own that is loaded when it is needed first. */
import type { Discovery } from './discovery';
import { load } from './load';
import type { Page } from './page';

export { methods } from './methods';
export { openPoll as poll } from './poll';
export { refreshStack } from './stack';
export { openStream as stream } from './stream';
export { urgent } from './urgent';

declare const consentPath: string;
declare const revivePath: string;

/** The page has a consent platform: only pages with one load what it takes. */
export const followConsent = (page: Page) =>
  load<typeof import('./consent')>(page.base, consentPath).then((loaded) => loaded.followConsent(page));

/** An element made for Revive's tag: only pages with such load what it takes. */
export const revive = (page: Page, discovery: Discovery, element: HTMLElement) =>
  load<typeof import('./revive')>(page.base, revivePath).then((loaded) => loaded.revive(page, discovery, element));
