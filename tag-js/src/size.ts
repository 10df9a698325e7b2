import { attribute } from './attribute';
import { complain } from './safely';

const pixels = (length: string) => (length.endsWith('px') ? Math.round(parseFloat(length)) : 0);

/** Gives the element a size, but only where it has none of its own: what the page has laid out is never changed. */
export function reserve(element: HTMLElement, width: number, height: number): void {
  const style = getComputedStyle(element);
  if (pixels(style.width) && pixels(style.height)) return;
  if (style.display === 'inline') element.style.display = 'block';
  element.style.width = width + 'px';
  element.style.height = height + 'px';
}

/** The size that the page reserved for a slot, by `data-comet-size` or by its box; 0 x 0 when there is none. */
export function reservedSize(element: HTMLElement): { w: number; h: number } {
  const asked = attribute(element, 'size') || '';
  const [, width, height] = /^(\d{1,5})\s*x\s*(\d{1,5})$/i.exec(asked) || [];
  if (width && height) {
    reserve(element, +width, +height);
    return { w: +width, h: +height };
  }
  if (asked) complain(`"${asked}" is no size`, element);
  const { width: across, height: down } = getComputedStyle(element);
  const h = pixels(down);
  return { w: h && pixels(across), h };
}
