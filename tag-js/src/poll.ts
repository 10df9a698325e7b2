import { request } from './request';
import type { Frame } from './wire';

export const openPoll = request('poll', async (response, on) => {
  const frames: Frame[] = await response.json();
  on.alive();
  frames.forEach(on.frame);
  on.again();
});
