import type { MessageView, SharedTake } from '@visionary/contract';
import type { MessageContent } from '../messages/pending-message.js';

/** What the composer can request from the room. */
export interface ComposerActions {
  send(messageContent: MessageContent): void;
  edit(message: MessageView, text: string): void;
  /** Renders a prompt with the room's settings. @throws Rejection */
  imagine(prompt: string): Promise<SharedTake | null>;
}
