import { LIMITS, type CommentView } from '@visionary/contract';
import { shallowRef, watch } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSessionStore } from '../../shared/session/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** The latest comments of a model, newest first, live. */
export function useLatestComments(modelId: string) {
  const socket = useSocket();
  const session = useSessionStore();
  const value = shallowRef<readonly CommentView[] | null>(null);
  let turn = 0;

  async function load(): Promise<void> {
    const current = ++turn;
    try {
      const { comments } = await call('comments', { params: { kind: 'model', id: modelId }, query: { last: 'yes' } });
      if (current === turn) value.value = comments;
    } catch (error) {
      // Only a preview: the discussion itself shows the error.
      toRejection(error);
    }
  }
  socket.on('comments.changed', ({ comment }) => {
    if (comment.subject.id !== modelId || !value.value) return;
    const known = value.value.some(({ id }) => id === comment.id);
    // A deleted comment makes room for an older one, so the list reloads.
    if (comment.deleted) return void (known && load());
    const put = value.value.map((one) => (one.id === comment.id ? comment : one));
    const isNewer = comment.at >= (value.value[0]?.at ?? 0);
    if (known) value.value = put;
    else if (isNewer) value.value = [comment, ...put].slice(0, LIMITS.recentComments);
  });
  watch([() => session.me?.id, socket.state], ([me, now], [before]) => {
    if (now === 'up' || me !== before) void load();
  });
  void load();
  return value;
}
