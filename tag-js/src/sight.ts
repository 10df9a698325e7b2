/** The first pixel in view, and the parts that make a creative viewable (R9, R10). */
const threshold = [1e-6, 0.3, 0.5];

/** Tells what part of an element is in view, each time it changes. */
export interface Sight {
  watch(element: Element, seen: (ratio: number) => void): void;
  forget(element: Element): void;
}

export function createSight(settled: () => void): Sight {
  const watched = new Map<Element, (ratio: number) => void>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRatio } of entries) watched.get(target)?.(intersectionRatio);
      settled();
    },
    { threshold },
  );
  const forget = (element: Element) => {
    watched.delete(element);
    observer.unobserve(element);
  };
  return {
    watch(element, seen) {
      forget(element);
      watched.set(element, seen);
      observer.observe(element);
    },
    forget,
  };
}
