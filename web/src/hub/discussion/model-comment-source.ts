import type { CommentSource } from '../../comments/index.js';
import { call } from '../../shared/api/index.js';
import { useSocket } from '../../shared/socket/index.js';

/** The comment source of a model. */
export function modelCommentSource(modelId: string): CommentSource {
  const socket = useSocket();
  return {
    page: (query) => call('hubComments', { params: { modelId }, query }),
    add: async (comment) => (await socket.send('hub.addComment', { modelId, ...comment }, { queue: true })).comment,
    edit: async (commentId, text) => (await socket.send('hub.editComment', { commentId, text })).comment,
    remove: async (commentId) => void (await socket.send('hub.deleteComment', { commentId })),
    react: async (id, emoji, on) => (await socket.send('hub.reactToFeedback', { id, emoji, on })).reactions,
    subscribe(receive, count) {
      socket.on('hub.commentChanged', ({ comment }) => comment.modelId === modelId && receive(comment));
      socket.on('hub.feedbackReactionsChanged', (news) => {
        if (news.modelId === modelId) count(news.id, news.reactions);
      });
    },
    routeOf: (commentId) => `/models/${modelId}?tab=talk&comment=${commentId}`,
  };
}
