import type { Discovery } from './discovery';
import { off, on } from './listeners';
import type { Page } from './page';
import type { Methods } from './public';
import { bounded } from './variables';

export const methods = (page: Page, discovery: Discovery): Methods => ({
  setVariables: (wanted) => page.tell({ variables: bounded(wanted) }),
  define(wanted, attributes) {
    const element = typeof wanted === 'string' ? document.getElementById(wanted) : wanted;
    if (!element) throw new Error(`no element "${wanted}"`);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute('data-comet-' + name, value as string);
    discovery.adopt(element, true);
  },
  observe: discovery.observe,
  on,
  off,
});
