import type { AttachmentView, ErrorDetail, QuoteView, SharedTake } from '@visionary/contract';
import type { RejectionCode } from '../../shared/api/rejection.js';
import type { RequestedChange } from './message-change.js';

/**
 * Content to send: text, images, or a take. Quote and images are complete, so that the pending message can show
 * them.
 */
export interface MessageContent {
  readonly text: string;
  readonly replyTo?: QuoteView | undefined;
  readonly attachments?: readonly AttachmentView[] | undefined;
  readonly card?: SharedTake | undefined;
}

/** A message or change of mine that the server has not confirmed. */
interface Pending {
  readonly clientId: string;
  readonly at: number;
  readonly state: 'sending' | 'rejected';
  readonly rejection?: { readonly code: RejectionCode; readonly detail: ErrorDetail };
}

/** It becomes the message with the same `clientId`. */
export interface PendingMessage extends MessageContent, Pending {}

/** Text only, so that the composer can take it back unchanged. */
export const canReturnToComposer = ({ replyTo, attachments, card }: MessageContent): boolean =>
  !replyTo && !card && (attachments ?? []).length === 0;

/** A change to an existing message: reaction, edit, deletion, or pin. */
export interface PendingChange extends Pending {
  readonly change: RequestedChange;
}
