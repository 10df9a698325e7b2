import { looking } from './looking';
import type { Page } from './page';
import { safely } from './safely';

/** A page hidden for so long holds no connection. */
const hiddenGrace = 60_000;

/** Tells the page when its document is hidden, shown, put into the browser's cache or taken out of it. */
export function followLifecycle(page: Page): void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const visibility = safely(() => {
    clearTimeout(timer);
    page.turned();
    if (!looking()) timer = setTimeout(page.leave, hiddenGrace);
  });

  addEventListener('visibilitychange', visibility);
  addEventListener(
    'pagehide',
    safely(({ persisted }) => page.hide(!persisted)),
  );
  addEventListener(
    'pageshow',
    safely(({ persisted }) => persisted && page.show()),
  );
  addEventListener('online', safely(page.online));
}
