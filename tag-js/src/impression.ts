import { now } from './now';
import { shellFrame } from './shell-frame';
import type { Sight } from './sight';
import { viewability } from './viewability';
import type { Ad, EndReason, Resume, Stage } from './wire';

const renderWithin = 10_000;

export interface ImpressionPage {
  base: string;
  sight: Sight;
  visible(): boolean;
  receipt(token: string, stage: Stage, shown: number, reason?: string): void;
}

export interface ImpressionEvents {
  rendered(): void;
  viewable(): void;
  seen(): void;
  failed(): void;
}

/** What a slot shows, and for how long. */
export interface Shown {
  ad?: Ad;
  ratio(): number;
  /** Ratio reached on a visible page. */
  setInView(inView: boolean): void;
  resume(): Resume;
  end(reason: EndReason): void;
}

/** One creative in its frame, from its first byte to its end. */
export interface Impression extends Shown {
  ad: Ad;
}

export function createImpression(
  slot: HTMLElement,
  ad: Ad,
  /** What is in view of the slot, until more is known of the creative. */
  ratio: number,
  page: ImpressionPage,
  on: ImpressionEvents,
): Impression {
  const clock = viewability();
  let rendered = false;
  let viewable = false;
  let faulty = false;
  let timer: ReturnType<typeof setTimeout>;

  const receipt = (stage: Stage, reason?: string) => page.receipt(ad.token, stage, clock.shown(now()), reason);

  const fault = (reason: string) => {
    if (!faulty) receipt('error', reason);
    faulty = true;
  };

  const remove = () => {
    clearTimeout(timer);
    page.sight.forget(frame.element);
    frame.remove();
  };

  const late = () => {
    // browsers paint no frame that is out of view: that is no fault of the creative
    if (!ratio || !page.visible()) timer = setTimeout(late, renderWithin);
    else {
      fault('timeout');
      remove();
      on.failed();
    }
  };

  const check = () => {
    clearTimeout(timer);
    const missing = clock.missing(now());
    if (viewable || missing === Infinity) return;
    if (missing) timer = setTimeout(check, Math.ceil(missing));
    else {
      viewable = true;
      receipt('viewable');
      on.viewable();
    }
  };

  const frame = shellFrame(page.base, slot, ad, ({ type }) => {
    if (type === 'error') fault('script');
    else if (type === 'rendered' && !rendered) {
      clearTimeout(timer);
      rendered = true;
      receipt('rendered');
      on.rendered();
    }
  });
  timer = setTimeout(late, renderWithin);
  page.sight.watch(frame.element, (seen) => {
    ratio = seen;
    on.seen();
  });

  return {
    ad,
    ratio: () => ratio,
    setInView(inView) {
      if (!rendered) return;
      clock.set(inView, now());
      check();
    },
    resume: () => ({ slot: ad.slot, token: ad.token, rendered, viewable, shown: clock.shown(now()) }),
    end(reason) {
      if (rendered) receipt('ended', reason);
      rendered = false;
      remove();
    },
  };
}
