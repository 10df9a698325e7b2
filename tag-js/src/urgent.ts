import { path } from './beacon';
import { post } from './post';
import { base } from './script';
import type { Ack, Receipt } from './wire';

/** Sends a receipt of a page without a socket that cannot wait for the next hello, which takes it along when this one fails. */
export function urgent(viewer: string | undefined, receipt: Receipt, settle: (ack: Ack) => void): void {
  post(base + path, { viewer, receipts: [receipt] }, {})
    .then((response) => response.json())
    .then(settle)
    .catch(() => {});
}
