import { attribute } from './attribute';
import type { Slot } from './slot';

const usual = 500;
const waiting = new WeakMap<Slot, IntersectionObserver>();

/** Makes a slot due, and tells, when it is as near to what the viewer sees as its `data-comet-lazy` says, in CSS pixels. With nobody to tell it waits no longer. */
export function whenNear(slot: Slot, tell?: () => void): void {
  waiting.get(slot)?.disconnect();
  if (!tell) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    slot.due = true;
    tell();
  }, { rootMargin: `${parseInt(attribute(slot.element, 'lazy')!) || usual}px` });
  waiting.set(slot, observer);
  observer.observe(slot.element);
}
