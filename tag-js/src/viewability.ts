/** One continuous second in view makes a creative viewable (R9). */
const continuous = 1000;

/** How long a creative was in view, in all and without a gap; every time is milliseconds of one clock. */
export interface Viewability {
  set(inView: boolean, now: number): void;
  shown(now: number): number;
  /** Milliseconds in view still missing to be viewable; none or less when it is. */
  missing(now: number): number;
}

export function viewability(): Viewability {
  let since: number | undefined;
  let before = 0;
  const lasting = (now: number) => (since === undefined ? 0 : now - since);
  return {
    set(inView, now) {
      if (inView === (since !== undefined)) return;
      before += lasting(now);
      since = inView ? now : undefined;
    },
    shown: (now) => Math.floor(before + lasting(now)),
    missing: (now) => continuous - lasting(now),
  };
}
