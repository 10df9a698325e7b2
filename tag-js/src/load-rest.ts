import { load } from './load';

/** The path of the built `rest.ts`, with its hash; the build writes it here, as it does with other parts. */
declare const restPath: string;

/** Loads the rest of the tag. */
export const loadRest = (base: string): Promise<typeof import('./rest')> => load(base, restPath);
