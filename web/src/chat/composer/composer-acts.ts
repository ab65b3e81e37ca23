import type { MessageView, TakeCard } from '@visionary/contract';
import type { Said } from '../pending-message.js';

/** What the field asks the room to do. */
export interface ComposerActs {
  send(said: Said): void;
  edit(message: MessageView, text: string): void;
  /** Renders words with the room's present settings. @throws Refused */
  imagine(words: string): Promise<TakeCard | null>;
}
