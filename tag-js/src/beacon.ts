import type { Receipt } from './wire';

/** Keeps a body well under 64 KiB, the most that the service takes and that a browser sends behind a document. */
const mostInOne = 100;

/** Sends receipts in a way that outlives the document; nobody hears the answer, so they stay waiting. */
export function beacon(base: string, viewer: string | undefined, receipts: Receipt[]): void {
  const url = base + '/comet/v1/receipts';
  for (let i = 0; i < receipts.length; i += mostInOne) {
    const body = JSON.stringify({ viewer, receipts: receipts.slice(i, i + mostInOne) });
    if (!navigator.sendBeacon(url, body))
      fetch(url, { method: 'POST', body, keepalive: true, credentials: 'omit' }).catch(() => {});
  }
}
