import { shallowRef } from 'vue';
import { randomUuid } from '../../shared/random-uuid.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import type { CommentItem } from './comment-tree.js';

/** Words on their way, or refused: they stay until they are there or given up. */
export interface UnsentComment {
  readonly clientId: string;
  readonly parentId: string | null;
  readonly text: string;
  readonly rejection: Rejection | null;
}

/** Words as a command takes them. */
export interface NewComment {
  readonly clientId: string;
  readonly parentId?: string;
  readonly text: string;
}

/** What I say about something: shows at once; the same again is said once. */
export function usePendingComments(
  post: (words: NewComment) => Promise<CommentItem>,
  hear: (comment: CommentItem) => void,
) {
  const pending = shallowRef<readonly UnsentComment[]>([]);
  const put = (words: UnsentComment): void => {
    pending.value = pending.value.map((one) => (one.clientId === words.clientId ? words : one));
  };
  const discard = (clientId: string): void => {
    pending.value = pending.value.filter((one) => one.clientId !== clientId);
  };

  async function send(words: UnsentComment): Promise<void> {
    const { clientId, parentId, text } = words;
    const beneath = parentId === null ? {} : { parentId };
    try {
      hear(await post({ clientId, text, ...beneath }));
    } catch (error) {
      put({ ...words, rejection: toRejection(error) });
    }
  }
  function say(text: string, parentId: string | null): void {
    const words: UnsentComment = { clientId: randomUuid(), parentId, text, rejection: null };
    pending.value = [...pending.value, words];
    void send(words);
  }
  function retry(words: UnsentComment): void {
    put({ ...words, rejection: null });
    void send(words);
  }
  return { pending, post: say, retry, discard, arrived: discard };
}
