import type { Discovery } from './discovery';
import { off, on } from './listeners';
import type { Page } from './page';
import type { Cometad, Methods } from './public';
import { safely } from './safely';

const longestValue = 256;

export const methods = (page: Page, discovery: Discovery, cometad: Cometad): Methods => ({
  setVariables: safely((wanted) => {
    const variables: Record<string, string> = {};
    for (const name in wanted) variables[name] = `${wanted[name]}`.slice(0, longestValue);
    page.tell({ variables });
  }),
  define: safely((wanted, attributes) => {
    const element = typeof wanted === 'string' ? document.getElementById(wanted) : wanted;
    if (!element) throw new Error(`no element "${wanted}"`);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute('data-comet-' + name, `${value}`);
    discovery.adopt(element, true);
  }),
  refresh: (slots, options) => cometad.trigger('refresh', { ...options, ...(slots && { slots }) }),
  on,
  off,
});
