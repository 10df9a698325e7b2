import type { Discovery } from './discovery';
import { off, on } from './listeners';
import type { Page } from './page';
import type { Cometad, Methods } from './public';
import { safely } from './safely';
import { bounded } from './variables';

export const methods = (page: Page, discovery: Discovery, cometad: Cometad): Methods => ({
  setVariables: safely((wanted) => page.tell({ variables: bounded(wanted) })),
  define: safely((wanted, attributes) => {
    const element = typeof wanted === 'string' ? document.getElementById(wanted) : wanted;
    if (!element) throw new Error(`no element "${wanted}"`);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute('data-comet-' + name, `${value}`);
    discovery.adopt(element, true);
  }),
  observe: safely(discovery.observe),
  refresh: (slots, options) => cometad.trigger('refresh', { ...options, ...(slots && { slots }) }),
  on,
  off,
});
