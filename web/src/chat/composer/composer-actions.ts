import type { MessageView, SharedTake } from '@visionary/contract';
import type { MessageContent } from '../messages/pending-message.js';

/** What the field asks the room to do. */
export interface ComposerActions {
  send(messageContent: MessageContent): void;
  edit(message: MessageView, text: string): void;
  /** Renders words with the room's present settings. @throws Rejection */
  imagine(prompt: string): Promise<SharedTake | null>;
}
