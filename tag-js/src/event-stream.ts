/** Far above the largest frame (256 KiB of HTML, escaped): what never ends an event is no event stream. */
const longest = 2_000_000;

/** Reads `text/event-stream` piece by piece and gives the data of each event that is complete. */
export function eventStream(): (text: string) => string[] {
  let rest = '';
  let data = '';
  return (text) => {
    rest += text;
    if (rest.length + data.length > longest) throw new Error('an event without end');
    // a CR at the end may be the first half of a CRLF: it waits for the next piece
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() as string;
    const events: string[] = [];
    for (const line of lines) {
      if (line.startsWith('data:')) data += '\n' + line.slice(line[5] === ' ' ? 6 : 5);
      else if (line === '' && data) {
        events.push(data.slice(1));
        data = '';
      }
    }
    return events;
  };
}
