import type { AttachmentView, ErrorDetail, QuoteView, SharedTake } from '@visionary/contract';
import type { RejectionCode } from '../../shared/api/rejection.js';
import type { RequestedChange } from './message-change.js';

/** What somebody wants to say: words, images or a card. Quote and images are whole, so that the echo can show them. */
export interface MessageContent {
  readonly text: string;
  readonly replyTo?: QuoteView | undefined;
  readonly attachments?: readonly AttachmentView[] | undefined;
  readonly card?: SharedTake | undefined;
}

/** Something of mine the server has not confirmed yet. */
interface Pending {
  readonly clientId: string;
  readonly at: number;
  readonly state: 'sending' | 'refused';
  readonly rejection?: { readonly code: RejectionCode; readonly detail: ErrorDetail };
}

/** It becomes the message with the same `clientId`. */
export interface PendingMessage extends MessageContent, Pending {}

/** Nothing but words, so that the field can take it back as it was. */
export const canReturnToComposer = ({ replyTo, attachments, card }: MessageContent): boolean =>
  !replyTo && !card && (attachments ?? []).length === 0;

/** What I did to a message that stands: a reaction, other words, its removal, a pin. */
export interface PendingChange extends Pending {
  readonly change: RequestedChange;
}
