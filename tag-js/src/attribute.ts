/** What an element says of itself: `data-comet-NAME`, or `NAME` on a comet-ad. */
export const attribute = (element: Element, name: string): string =>
  (element.getAttribute('data-comet-' + name) ?? element.getAttribute(name) ?? '').trim();
