import { base } from './script';
import { shared } from './shared';

const loading: Record<string, Promise<unknown> | undefined> = {};

/** Loads a part of the tag, once; a try that failed is made anew. */
export function load<T>(path: string): Promise<T> {
  return (loading[path] ||= import(base + path).then(
    (part) => part.default(shared),
    (error: unknown) => {
      loading[path] = undefined;
      throw error;
    },
  )) as Promise<T>;
}
