import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventStream } from '../src/event-stream';

const stream = 'event: ready\ndata: {"type":"ready"}\n\n: still here\n\nevent: ad\ndata:{"html":"a\\nb"}\n\ndata: one\ndata:  two\n\n';
const events = ['{"type":"ready"}', '{"html":"a\\nb"}', 'one\n two'];

const read = (pieces: string[]) => {
  const parse = eventStream();
  return pieces.flatMap(parse);
};

for (const [name, end] of [['LF', '\n'], ['CRLF', '\r\n'], ['CR', '\r']] as const) {
  const text = stream.split('\n').join(end) + 'data: begun' + end;

  test(`Events with ${name} line ends are read whole`, () => assert.deepEqual(read([text]), events));

  test(`Events with ${name} line ends are read wherever the stream is cut`, () => {
    for (let at = 0; at <= text.length; at++) assert.deepEqual(read([text.slice(0, at), text.slice(at)]), events);
    assert.deepEqual(read([...text]), events);
  });
}

test('An event counts only when its empty line has arrived', () => {
  const parse = eventStream();
  assert.deepEqual(parse('data: a\n'), []);
  assert.deepEqual(parse('\n'), ['a']);
  assert.deepEqual(parse('\n\n'), []);
});

for (const piece of ['x'.repeat(100_000), 'data: ' + 'x'.repeat(100_000) + '\n'])
  test(`An event without end is refused before it fills the memory: ${piece.slice(0, 6)}`, () => {
    const parse = eventStream();
    assert.throws(() => {
      for (let i = 0; i < 100; i++) parse(piece);
    }, /without end/);
  });
