import type { Ack, Receipt, Stage } from './wire';

/** Receipts wait here until the service has settled them; the oldest goes when there are too many. */
export interface Outbox {
  add(token: string, stage: Stage, shown: number, reason?: string): Receipt;
  settle(ack: Ack): void;
  unsettled(): Receipt[];
}

export function outbox(limit = 200): Outbox {
  let last = 0;
  const receipts = new Map<number, Receipt>();
  return {
    add(token, stage, shown, reason) {
      const receipt: Receipt = { n: ++last, token, stage, shown, reason };
      receipts.set(last, receipt);
      const [oldest] = receipts.keys();
      if (receipts.size > limit) receipts.delete(oldest!);
      return receipt;
    },
    settle(ack) {
      ack.acked?.forEach((n) => receipts.delete(n));
      ack.refused?.forEach(({ n }) => receipts.delete(n));
    },
    unsettled: () => [...receipts.values()],
  };
}
