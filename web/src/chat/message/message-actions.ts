import type { AttachmentView, MessageView } from '@visionary/contract';
import type { InjectionKey } from 'vue';
import type { PendingMessage } from '../messages/pending-message.js';

/** Actions on messages. None of these throws: rejections become toasts. */
export interface MessageActions {
  react(message: MessageView, emoji: string, on: boolean): void;
  /** Opens the emoji picker for a message. */
  pick(message: MessageView): void;
  reply(message: MessageView): void;
  edit(message: MessageView): void;
  /** Puts rejected text back into the composer. */
  rewrite(pending: PendingMessage): void;
  /** Asks for confirmation first. */
  remove(message: MessageView): void;
  pin(message: MessageView, on: boolean): void;
  copyLink(message: MessageView): void;
  copyText(message: MessageView): void;
  markUnread(message: MessageView): void;
  report(message: MessageView): void;
  /** Earlier versions of the message. */
  showVersions(message: MessageView): void;
  /** Users who reacted, starting with this emoji. */
  showReactions(message: MessageView, emoji?: string): void;
  jump(messageId: string): void;
  look(images: readonly AttachmentView[], at: number, of: MessageView): void;
}

export const MESSAGE_ACTIONS: InjectionKey<MessageActions> = Symbol('message acts');
