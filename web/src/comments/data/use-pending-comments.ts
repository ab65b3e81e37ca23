import type { CommentView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { randomUuid } from '../../shared/random-uuid.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

/** A comment that is being sent or was rejected. It stays until confirmed or discarded. */
export interface UnsentComment {
  readonly clientId: string;
  readonly parentId: string | null;
  readonly text: string;
  readonly rejection: Rejection | null;
}

/** The text of a comment as the command takes it. */
export interface NewComment {
  readonly clientId: string;
  readonly parentId?: string;
  readonly text: string;
}

/** Sends my comments: shown at once, and retried with the same client id. */
export function usePendingComments(
  post: (comment: NewComment) => Promise<CommentView>,
  receive: (comment: CommentView) => void,
) {
  const pending = shallowRef<readonly UnsentComment[]>([]);
  const replace = (comment: UnsentComment): void => {
    pending.value = pending.value.map((one) => (one.clientId === comment.clientId ? comment : one));
  };
  const discard = (clientId: string): void => {
    pending.value = pending.value.filter((one) => one.clientId !== clientId);
  };

  async function send(comment: UnsentComment): Promise<void> {
    const { clientId, parentId, text } = comment;
        try {
      receive(await post({ clientId, text, ...(parentId !== null && { parentId }) }));
    } catch (error) {
      replace({ ...comment, rejection: toRejection(error) });
    }
  }
  function add(text: string, parentId: string | null): void {
    const comment: UnsentComment = { clientId: randomUuid(), parentId, text, rejection: null };
    pending.value = [...pending.value, comment];
    void send(comment);
  }
  function retry(comment: UnsentComment): void {
    replace({ ...comment, rejection: null });
    void send(comment);
  }
  return { pending, post: add, retry, discard, arrived: discard };
}
