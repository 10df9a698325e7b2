/** Far above the largest frame (256 KiB of HTML, escaped): what never ends a line is no event stream of the service's. */
const longest = 2_000_000;

/** Reads the service's `text/event-stream`, in which each event has one line of JSON as its data, piece by piece. */
export function eventStream(): (text: string) => string[] {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    if (rest.length > longest) throw new Error('endless');
    return lines.flatMap((line) => (line.startsWith('data:') ? line.slice(5) : []));
  };
}
