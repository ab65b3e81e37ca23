import type { ErrorDetail } from '@visionary/contract';
import type { RefusalCode } from '../shared/refused.js';

/** A message of mine the server has not confirmed yet. It becomes the message with the same `clientId`. */
export interface PendingMessage {
  readonly clientId: string;
  readonly text: string;
  readonly at: number;
  readonly state: 'sending' | 'refused';
  readonly refusal?: { readonly code: RefusalCode; readonly detail: ErrorDetail };
}
