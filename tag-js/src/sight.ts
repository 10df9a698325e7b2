/** The smallest step tells the first pixel in view; the others are 5 % apart and hold 30 % and 50 % exactly. */
const threshold = [1e-6, ...Array.from({ length: 21 }, (_, i) => i / 20)];

/** Tells what part of an element is in view, each time it changes. */
export interface Sight {
  watch(element: Element, seen: (ratio: number) => void): void;
  forget(element: Element): void;
}

export function createSight(settled: () => void): Sight {
  const watched = new Map<Element, (ratio: number) => void>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) watched.get(entry.target)?.(entry.isIntersecting ? entry.intersectionRatio : 0);
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
