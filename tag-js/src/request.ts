import { backoff } from './backoff';
import { post } from './post';
import type { Down, OpenTransport, TransportEvents } from './transport';

/** Opens a stream or poll: a POST of the hello. */
export const request =
  (endpoint: string, read: (response: Response, on: TransportEvents) => Promise<void>): OpenTransport =>
  (hello, on) => {
    const abort = new AbortController();
    post(endpoint, hello(), { cache: 'no-store', signal: abort.signal })
      .then((response) => (response.ok ? read(response, on) : refusal(response).then(on.down)))
      .catch(() => on.down({}));
    return { close: () => abort.abort() };
  };

const passing = [429, 503];

/** What passes says when to come again; of the rest, problem details name the reason, and without one it was not the service that answered. */
async function refusal(response: Response): Promise<Down> {
  if (passing.includes(response.status))
    return { retryAfter: Number(response.headers.get('Retry-After')) * 1000 || backoff(4) };
  const { reason, detail } = await response.json().catch(() => ({}));
  return { final: !!reason, reason, detail };
}
