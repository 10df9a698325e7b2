import type { Shown } from './impression';
import { now } from './now';
import { viewability } from './viewability';
import type { Refresh } from './wire';

/** What somebody else's stack put into a slot of a signal zone: nothing of it is counted, and nothing of it is touched. */
export function createSignal({ slot, token }: Refresh, ratio: () => number): Shown {
  const clock = viewability();
  return {
    ratio,
    setInView: (inView) => clock.set(inView, now()),
    resume: () => ({ slot, token, rendered: true, viewable: true, shown: clock.shown(now()) }),
    end() {},
  };
}
