import { post } from './post';
import { base } from './script';
import type { Receipt } from './wire';

export const path = '/comet/v1/receipts';
/** Keeps a body well under 64 KiB, the most that the service takes and that a browser sends behind a document. */
const mostInOne = 100;

/** Sends receipts in a way that outlives the document; nobody hears the answer, so they stay waiting. */
export function beacon(viewer: string | undefined, receipts: Receipt[]): void {
  for (let i = 0; i < receipts.length; i += mostInOne) {
    const body = { viewer, receipts: receipts.slice(i, i + mostInOne) };
    if (!navigator.sendBeacon(base + path, JSON.stringify(body))) post(base + path, body, { keepalive: true }).catch(() => {});
  }
}
