import type { CommentSource } from '../../feed/picture/comments/use-comments.js';
import { call } from '../../shared/api/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** What is said about a model. */
export function modelComments(modelId: string): CommentSource {
  const socket = useSocket();
  return {
    page: (query) => call('hubComments', { params: { modelId }, query }),
    say: async (words) => (await socket.send('hub.comment', { modelId, ...words }, { queue: true })).comment,
    edit: async (commentId, text) => (await socket.send('hub.editComment', { commentId, text })).comment,
    remove: async (commentId) => void (await socket.send('hub.removeComment', { commentId })),
    react: async (id, emoji, on) => (await socket.send('hub.reactToSaid', { id, emoji, on })).reactions,
    listen(hear, count) {
      socket.on('hub.commented', ({ comment }) => comment.modelId === modelId && hear(comment));
      socket.on('hub.saidCounted', (news) => {
        if (news.modelId === modelId) count(news.id, news.reactions);
      });
    },
    placeOf: (commentId) => `/models/${modelId}?tab=talk&comment=${commentId}`,
  };
}
