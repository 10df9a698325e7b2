import type { Page } from './page';
import { withRest } from './with-rest';

declare global {
  interface Window {
    __tcfapi?: unknown;
    __gpp?: unknown;
  }
}

/** Has the viewer's consent followed where the page has a consent platform, whose stub may come after the tag. */
export function seekConsent(page: Page): void {
  const seek = () => (window.__tcfapi || window.__gpp) && withRest((rest) => rest.followConsent(page));
  if (!seek()) addEventListener('load', seek);
}
