import { useEffect, useRef, type DetailedHTMLProps, type HTMLAttributes } from 'react';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'comet-ad': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & { zone: string };
    }
  }
}

interface Rendered {
  isEmpty: boolean;
  creative?: string;
}

/** An ad slot: the tag finds it when React mounts it, and gives it back when React takes it away. */
export function AdSlot({ zone, onRendered }: { zone: string; onRendered?: (rendered: Rendered) => void }) {
  const slot = useRef<HTMLElement>(null);

  useEffect(() => {
    const element = slot.current!;
    const rendered = (event: Event) => onRendered?.((event as CustomEvent<Rendered>).detail);
    element.addEventListener('slotRenderEnded', rendered);
    return () => element.removeEventListener('slotRenderEnded', rendered);
  }, [onRendered]);

  return <comet-ad ref={slot} className="ad" id={`ad-${zone}`} zone={zone} />;
}
