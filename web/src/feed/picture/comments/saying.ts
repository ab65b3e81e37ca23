import { shallowRef } from 'vue';
import { freshId } from '../../../shared/fresh-id.js';
import { asRefused, type Refused } from '../../../shared/refused.js';
import type { Said } from './comment-runs.js';

/** Words on their way, or refused: they stay until they are there or given up. */
export interface Pending {
  readonly clientId: string;
  readonly parentId: string | null;
  readonly text: string;
  readonly refused: Refused | null;
}

/** Words as a command takes them. */
export interface WordsToSay {
  readonly clientId: string;
  readonly parentId?: string;
  readonly text: string;
}

/** What I say about something: shows at once; the same again is said once. */
export function makeSaying(tell: (words: WordsToSay) => Promise<Said>, hear: (comment: Said) => void) {
  const pending = shallowRef<readonly Pending[]>([]);
  const put = (words: Pending): void => {
    pending.value = pending.value.map((one) => (one.clientId === words.clientId ? words : one));
  };
  const discard = (clientId: string): void => {
    pending.value = pending.value.filter((one) => one.clientId !== clientId);
  };

  async function send(words: Pending): Promise<void> {
    const { clientId, parentId, text } = words;
    const beneath = parentId === null ? {} : { parentId };
    try {
      hear(await tell({ clientId, text, ...beneath }));
    } catch (error) {
      put({ ...words, refused: asRefused(error) });
    }
  }
  function say(text: string, parentId: string | null): void {
    const words: Pending = { clientId: freshId(), parentId, text, refused: null };
    pending.value = [...pending.value, words];
    void send(words);
  }
  function again(words: Pending): void {
    put({ ...words, refused: null });
    void send(words);
  }
  return { pending, say, again, discard, arrived: discard };
}
