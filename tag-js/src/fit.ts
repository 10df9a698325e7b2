const longestUrl = 2048;

/** A url that is too long for the service goes without its query. */
export const fit = (url: string) => (url.length > longestUrl ? url.split(/[?#]/)[0]!.slice(0, longestUrl) : url);
