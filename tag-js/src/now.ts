/** Milliseconds of the page's own clock, which nobody sets. */
export const now = (): number => performance.now();
