import { request } from './request';
import type { OpenTransport } from './transport';
import type { Frame } from './wire';

export const openPoll: OpenTransport = (base, hello, on) =>
  request(base + '/comet/v1/poll', hello, on, async (response) => {
    const frames: Frame[] = await response.json();
    on.alive();
    frames.forEach(on.frame);
    on.again();
  });
