import { eventStream } from './event-stream';
import { request } from './request';

export const openStream = request('stream', async (response, on) => {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const parse = eventStream();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return on.down({});
    on.alive();
    for (const data of parse(decoder.decode(value, { stream: true }))) on.frame(JSON.parse(data));
  }
});
