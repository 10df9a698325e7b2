const base = 1000;
const cap = 30_000;

/** Full jitter: a wait between 0 and twice the last bound, at most 30 s. `draw` is in [0, 1). */
export const backoff = (attempt: number, draw = Math.random()): number => draw * Math.min(cap, base * 2 ** attempt);
