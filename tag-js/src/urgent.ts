import { path } from './beacon';
import { post } from './post';
import type { Ack, Receipt } from './wire';

/** Sends a receipt of a page without a socket that cannot wait for the next hello, which takes it along when this one fails. */
export function urgent(base: string, viewer: string | undefined, receipt: Receipt, settle: (ack: Ack) => void): void {
  post(base + path, { viewer, receipts: [receipt] }, {})
    .then((response) => response.json())
    .then(settle)
    .catch(() => {});
}
