import { now } from './now';
import { shellFrame } from './shell-frame';
import type { Sight } from './sight';
import { viewability } from './viewability';
import type { Ad, EndReason, Resume, Stage } from './wire';

/** A creative in view that has not rendered, or leaves two pings in a row unanswered, is of no use: it loops, or is not there any more. */
const pingEvery = 5_000;

export interface ImpressionPage {
  sight: Sight;
  visible(): boolean;
  /** How many pings each creative left unanswered, by what takes it off for a reason; the newest last. */
  pulses: Map<(reason: string) => void, number>;
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
  let timer: ReturnType<typeof setTimeout>;
  let pinging: ReturnType<typeof setTimeout>;

  const receipt = (stage: Stage, reason?: string) => page.receipt(ad.token, stage, clock.shown(now()), reason);

  const end = (reason: EndReason) => {
    clearTimeout(timer);
    clearTimeout(pinging);
    if (rendered) receipt('ended', reason);
    rendered = false;
    page.pulses.delete(fail);
    page.sight.forget(frame.spot);
    frame.remove();
  };

  const fail = (reason: string) => {
    receipt('error', reason);
    end('removed');
    on.failed();
  };

  const ping = () => {
    pinging = setTimeout(ping, pingEvery);
    // browsers may freeze the frames of a hidden page, and paint none that is out of view: that is no fault of the creative
    const unanswered = page.visible() && (rendered || ratio) ? page.pulses.get(fail)! : 0;
    page.pulses.set(fail, unanswered + 1);
    frame.poke();
    if (unanswered < 2) return;
    // shells may share a process, where one that loops silences the others: it ends when all of them are gone. The newest is suspected
    let why = 'timeout';
    for (const [accuse, silent] of [...page.pulses].reverse())
      if (silent > 1) {
        accuse(why);
        why = 'silenced';
      }
  };

  const check = () => {
    const missing = clock.missing(now());
    if (missing > 0) timer = setTimeout(check, missing);
    else {
      viewable = true;
      receipt('viewable');
      on.viewable();
    }
  };

  const frame = shellFrame(slot, ad, ({ type }) => {
    if (type === 'error') receipt(type, 'script');
    else if (type === 'heavy') fail(type);
    else if (type === 'rendered' && !rendered) {
      rendered = true;
      receipt(type);
      on.rendered();
    }
    if (rendered) page.pulses.set(fail, 0);
  });
  page.pulses.set(fail, 0);
  ping();
  page.sight.watch(frame.spot, (seen) => {
    ratio = seen;
    on.seen();
  });

  return {
    ad,
    ratio: () => ratio,
    setInView(inView) {
      if (!rendered) return;
      clock.set(inView, now());
      clearTimeout(timer);
      if (inView && !viewable) check();
    },
    resume: () => ({ slot: ad.slot, token: ad.token, rendered, viewable, shown: clock.shown(now()) }),
    end,
  };
}
