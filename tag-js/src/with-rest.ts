import { load } from './load';
import { complain } from './safely';

/** The path of the built `rest.ts`, with its hash, which the build writes here. */
declare const restPath: string;

export type Rest = typeof import('./rest');

/** Loads the rest of the tag. */
export const loadRest = () => load<Rest>(restPath);

/** Does what takes the rest of the tag. */
export const withRest = (act: (rest: Rest) => unknown): Promise<unknown> => loadRest().then(act).catch(complain);
