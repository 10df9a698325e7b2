type Rest = typeof import('./rest');

/** The path of the built `rest.ts`, with its hash; the build writes it here. */
declare const restPath: string;

let loading: Promise<Rest> | undefined;

/** Loads the rest of the tag, once; a try that failed is made anew. */
export const loadRest = (base: string): Promise<Rest> =>
  (loading ||= import(base + restPath).catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));
