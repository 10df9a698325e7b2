import { post } from './post';
import { base, endpoints } from './script';
import type { Ack, Receipt } from './wire';

const endpoint = 'receipts';
/** Keeps a body well under 64 KiB, the most that the service takes and that a browser sends behind a document. */
const mostInOne = 100;

/** Sends receipts in a way that outlives the document; nobody hears the answer, so they stay waiting. */
export function beacon(viewer: string | undefined, receipts: Receipt[]): void {
  while (receipts.length) {
    const body = { viewer, receipts: receipts.splice(0, mostInOne) };
    if (!navigator.sendBeacon(base + endpoints + endpoint, JSON.stringify(body))) post(endpoint, body, { keepalive: true }).catch(() => {});
  }
}

/** Sends a receipt of a page without a socket that cannot wait for the next hello, which takes it along when this one fails. */
export function urgent(viewer: string | undefined, receipt: Receipt, settle: (ack: Ack) => void): void {
  post(endpoint, { viewer, receipts: [receipt] })
    .then((response) => response.json())
    .then(settle)
    .catch(() => {});
}
