const most = 32;
const longestName = 64;
const longestValue = 256;

/** Variables as the service takes them: what is more or longer would have it refuse the page. */
export const bounded = (wanted: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wanted)
      .filter(([name]) => name.length <= longestName)
      .slice(0, most)
      .map(([name, value]) => [name, `${value}`.slice(0, longestValue)]),
  );
