import type { AttachmentView, MessageView } from '@visionary/contract';
import type { InjectionKey } from 'vue';
import type { PendingMessage } from '../messages/pending-message.js';

/** What a reader may do with messages, wherever one is shown. None of these throws: what is refused is said. */
export interface MessageActions {
  react(message: MessageView, emoji: string, on: boolean): void;
  /** Opens the picker for it. */
  pick(message: MessageView): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
  /** Words of mine that were refused go back into the field. */
  rewrite(pending: PendingMessage): void;
  /** Asks first. */
  remove(message: MessageView): void;
  pin(message: MessageView, on: boolean): void;
  copyLink(message: MessageView): void;
  copyText(message: MessageView): void;
  markUnread(message: MessageView): void;
  report(message: MessageView): void;
  /** What it said before it was edited. */
  showVersions(message: MessageView): void;
  /** Everybody who reacted; of this emoji first. */
  showReactions(message: MessageView, emoji?: string): void;
  jump(messageId: string): void;
  look(images: readonly AttachmentView[], at: number, of: MessageView): void;
}

export const MESSAGE_ACTIONS: InjectionKey<MessageActions> = Symbol('message acts');
