import type { ErrorView } from '@visionary/contract';

/** A message of mine the server has not confirmed yet. It becomes the message with the same `clientId`. */
export interface PendingMessage {
  readonly clientId: string;
  readonly text: string;
  readonly at: number;
  /** `waiting`: the line is cut, it goes out when it is back. */
  readonly state: 'sending' | 'waiting' | 'refused';
  readonly error?: ErrorView;
}
