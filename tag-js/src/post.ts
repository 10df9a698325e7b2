import { base, endpoints } from './script';

/** Plain text, so that no preflight is needed, and without credentials. */
export const post = (endpoint: string, body: object, more?: RequestInit): Promise<Response> =>
  fetch(base + endpoints + endpoint, { method: 'POST', body: JSON.stringify(body), credentials: 'omit', ...more });
