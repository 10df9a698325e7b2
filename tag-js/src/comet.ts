import { createApi, type Cometad } from './api';
import { discover } from './discovery';
import { followLifecycle } from './lifecycle';
import { createPage } from './page';
import { complain, safely } from './safely';

declare global {
  interface Window {
    cometad?: Partial<Cometad>;
  }
  interface Document {
    prerendering?: boolean;
  }
  interface Navigator {
    globalPrivacyControl?: boolean;
  }
}

const start = safely(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  const cometad = (window.cometad ||= {});
  if (cometad.trigger) return;
  if (!script?.src) return complain('no <script src>');
  const queued = (cometad.cmd || []) as (() => void)[];
  const page = createPage(new URL(script.src).origin);
  Object.assign(cometad, createApi(page, discover(page)));
  followLifecycle(page);
  cometad.cmd!.push(...queued);
});

start();
