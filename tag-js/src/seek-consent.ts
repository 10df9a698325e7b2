import { loadRest } from './load-rest';
import type { Page } from './page';
import { complain } from './safely';

declare global {
  interface Window {
    __tcfapi?: unknown;
    __gpp?: unknown;
  }
}

/** Has the viewer's consent followed where the page has a consent platform, whose stub may come after the tag. */
export function seekConsent(page: Page): void {
  const seek = () => (window.__tcfapi || window.__gpp) && loadRest(page.base).then((rest) => rest.followConsent(page), complain);
  if (!seek()) addEventListener('load', seek);
}
