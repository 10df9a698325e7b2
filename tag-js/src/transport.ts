import type { Frame, Hello } from './wire';

/** Why a transport ended: nothing known, refused for good, or to be tried again after so many milliseconds. */
export interface Down {
  final?: boolean;
  reason?: string;
  detail?: string;
  retryAfter?: number;
  timedOut?: boolean;
}

export interface TransportEvents {
  /** Something arrived. */
  alive(): void;
  frame(frame: Frame): void;
  /** A poll was answered: the next one is due. */
  again(): void;
  down(down: Down): void;
}

export interface Transport {
  /** Only a socket can send; false when it is not open. */
  send?(text: string): boolean;
  close(): void;
}

export type OpenTransport = (hello: () => Hello, on: TransportEvents) => Transport;
