import type { AttachmentView, ErrorDetail, QuoteView, TakeCard } from '@visionary/contract';
import type { RefusalCode } from '../shared/refused.js';
import type { WishedChange } from './message-change.js';

/** What somebody wants to say: words, pictures or a card. Quote and pictures are whole, so that the echo can show them. */
export interface Said {
  readonly text: string;
  readonly replyTo?: QuoteView | undefined;
  readonly attachments?: readonly AttachmentView[] | undefined;
  readonly card?: TakeCard | undefined;
}

/** Something of mine the server has not confirmed yet. */
interface OnItsWay {
  readonly clientId: string;
  readonly at: number;
  readonly state: 'sending' | 'refused';
  readonly refusal?: { readonly code: RefusalCode; readonly detail: ErrorDetail };
}

/** It becomes the message with the same `clientId`. */
export interface PendingMessage extends Said, OnItsWay {}

/** Nothing but words, so that the field can take it back as it was. */
export const isRewritable = ({ replyTo, attachments, card }: Said): boolean =>
  !replyTo && !card && (attachments ?? []).length === 0;

/** What I did to a message that stands: a reaction, other words, its removal, a pin. */
export interface PendingChange extends OnItsWay {
  readonly change: WishedChange;
}
