import { backoff } from './backoff';
import { post } from './post';
import type { Down, Transport, TransportEvents } from './transport';
import type { Hello } from './wire';

/** Opens a stream or poll: a POST of the hello. */
export function request(
  url: string,
  hello: () => Hello,
  on: TransportEvents,
  read: (response: Response) => Promise<void>,
): Transport {
  const abort = new AbortController();
  const run = async () => {
    const response = await post(url, hello(), { cache: 'no-store', signal: abort.signal });
    if (response.ok) await read(response);
    else on.down(await refusal(response));
  };
  run().catch(() => on.down({}));
  return { close: () => abort.abort() };
}

const passing = ['limit', 'overload', 'shutdown'];

/** Problem details name the reason; without one it was not the service that answered. */
async function refusal(response: Response): Promise<Down> {
  const { reason, detail } = await response.json().catch(() => ({}));
  if (reason && !passing.includes(reason)) return { final: true, reason, detail };
  if (response.status !== 429 && response.status !== 503) return {};
  const seconds = Number(response.headers.get('Retry-After'));
  return { retryAfter: seconds ? seconds * 1000 : backoff(4, Math.random()) };
}
