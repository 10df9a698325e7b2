import { request } from './request';
import { base } from './script';
import type { OpenTransport } from './transport';
import type { Frame } from './wire';

export const openPoll: OpenTransport = (hello, on) =>
  request(base + '/comet/v1/poll', hello, on, async (response) => {
    const frames: Frame[] = await response.json();
    on.alive();
    frames.forEach(on.frame);
    on.again();
  });
