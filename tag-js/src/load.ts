const loading: Record<string, Promise<unknown> | undefined> = {};

/** Loads a part of the tag, once; a try that failed is made anew. */
export const load = <T>(base: string, path: string): Promise<T> =>
  (loading[path] ||= import(base + path).catch((error: unknown) => {
    loading[path] = undefined;
    throw error;
  })) as Promise<T>;
