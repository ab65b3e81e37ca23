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
  post: (comment: NewComment) => Promise<CommentItem>,
  receive: (comment: CommentItem) => void,
) {
  const pending = shallowRef<readonly UnsentComment[]>([]);
  const put = (comment: UnsentComment): void => {
    pending.value = pending.value.map((one) => (one.clientId === comment.clientId ? comment : one));
  };
  const discard = (clientId: string): void => {
    pending.value = pending.value.filter((one) => one.clientId !== clientId);
  };

  async function send(comment: UnsentComment): Promise<void> {
    const { clientId, parentId, text } = comment;
    const beneath = parentId === null ? {} : { parentId };
    try {
      receive(await post({ clientId, text, ...beneath }));
    } catch (error) {
      put({ ...comment, rejection: toRejection(error) });
    }
  }
  function add(text: string, parentId: string | null): void {
    const comment: UnsentComment = { clientId: randomUuid(), parentId, text, rejection: null };
    pending.value = [...pending.value, comment];
    void send(comment);
  }
  function retry(comment: UnsentComment): void {
    put({ ...comment, rejection: null });
    void send(comment);
  }
  return { pending, post: add, retry, discard, arrived: discard };
}
