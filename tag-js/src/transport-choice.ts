export type TransportKind = 'socket' | 'stream' | 'poll';
export type Next = 'now' | 'later' | 'never';

const order: TransportKind[] = ['socket', 'stream', 'poll'];
/** A connection that is lost sooner is cut by something on the way. */
const short = 10_000;
const shortLives = 2;
const failuresOfProven = 5;

/**
 * Which transport to try: the best first, the next one when it fails; one that has worked is kept through outages.
 * When nothing ever worked and every transport was refused right away, somebody does not want ads here: never again (R30).
 */
export interface TransportChoice {
  current(): TransportKind;
  worked(): void;
  /** `lived`: milliseconds since the first answer, undefined when there was none; then it may have been `refused` right away. */
  failed(lived: number | undefined, refused: boolean): Next;
}

export function transportChoice(): TransportChoice {
  let at = 0;
  let proven = false;
  let everWorked = false;
  let refusedAtOnce = true;
  let cut = 0;
  let failures = 0;

  const advance = (): Next => {
    proven = false;
    cut = failures = 0;
    if (++at < order.length) return 'now';
    at = 0;
    const blocked = refusedAtOnce && !everWorked;
    refusedAtOnce = true;
    return blocked ? 'never' : 'later';
  };

  return {
    current: () => order[at] as TransportKind,
    worked() {
      proven = everWorked = true;
      failures = 0;
    },
    failed(lived, refused) {
      if (lived !== undefined) {
        cut = lived < short ? cut + 1 : 0;
        return cut < shortLives ? 'later' : advance();
      }
      refusedAtOnce &&= refused;
      return proven && ++failures < failuresOfProven ? 'later' : advance();
    },
  };
}
