import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventStream } from '../src/event-stream';

const stream = 'event: ready\ndata: {"type":"ready"}\n\n: still here\n\nevent: ad\ndata:{"html":"a\\nb"}\n\n';
const events = [{ type: 'ready' }, { html: 'a\nb' }];

const read = (pieces: string[]) => {
  const parse = eventStream();
  return pieces.flatMap(parse).map((data) => JSON.parse(data));
};

for (const [name, end] of [['LF', '\n'], ['CRLF', '\r\n']] as const) {
  const text = stream.split('\n').join(end) + 'data: {"begun":';

  test(`Events with ${name} line ends are read wherever the stream is cut`, () => {
    for (let at = 0; at <= text.length; at++) assert.deepEqual(read([text.slice(0, at), text.slice(at)]), events);
    assert.deepEqual(read([...text]), events);
  });
}

test('A line without end is refused before it fills the memory', () => {
  const parse = eventStream();
  assert.throws(() => {
    for (let i = 0; i < 100; i++) parse('x'.repeat(100_000));
  }, /endless/);
});
