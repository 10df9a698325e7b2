const usual = 500;

/** Tells when an element is as near to what the viewer sees as its `data-comet-lazy` says, in CSS pixels. */
export function whenNear(element: Element, margin: string | undefined, tell: () => void): IntersectionObserver {
  const pixels = parseInt(margin!);
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      tell();
    },
    { rootMargin: `${pixels >= 0 ? pixels : usual}px` },
  );
  observer.observe(element);
  return observer;
}
