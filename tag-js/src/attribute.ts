/** What an element says of itself: `data-comet-NAME`, or `NAME` on a comet-ad; undefined where it says nothing. */
export const attribute = (element: Element, name: string): string | undefined =>
  (element.getAttribute('data-comet-' + name) ?? element.getAttribute(name))?.trim();
