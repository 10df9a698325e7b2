import type { Page } from './page';
import { safely } from './safely';

/** Tells the page when its document went on to another entry of its history; a replaced entry is no other one. */
export const followNavigation = (page: Page): void =>
  (window as Partial<Window>).navigation?.addEventListener(
    'currententrychange',
    safely(({ navigationType, from }) => navigationType !== 'replace' && page.moved(from.url!)),
  );
