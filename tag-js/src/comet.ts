import { startApi } from './api';
import { discover } from './discovery';
import { followLifecycle } from './lifecycle';
import { followNavigation } from './navigation';
import { createPage } from './page';
import { complain, safely } from './safely';
import { script } from './script';
import { seekConsent } from './seek-consent';

declare global {
  interface Navigator {
    globalPrivacyControl?: boolean;
  }
}

const start = safely(() => {
  const cometad = (window.cometad ||= {});
  if (cometad.trigger) return;
  if (!script?.src) return complain('the script has no src');
  const page = createPage();
  followLifecycle(page);
  startApi(page, discover(page), cometad, (cometad.cmd || []) as (() => void)[]);
  seekConsent(page);
  if (script.dataset.cometNavigation !== 'off') followNavigation(page);
});

start();
