import type { NotificationView, UserView } from '@visionary/contract';
import type { RouteLocationRaw } from 'vue-router';
import type { ModerationNotification } from '../../safety/index.js';

const modelRoute = (modelId: string, query: Record<string, string>): RouteLocationRaw => ({
  ...{ name: 'model', params: { modelId } },
  ...(Object.keys(query).length > 0 && { query }),
});

/** The route of the subject; null without one. */
export function notificationRoute(notification: NotificationView): RouteLocationRaw | null {
  switch (notification.kind) {
    case 'mention':
    case 'roomMention':
    case 'reply':
    case 'direct':
    case 'messageRequest':
      return { name: 'room', params: { roomId: notification.room.id }, query: { message: notification.messageId } };
    case 'comment':
    case 'commentReply':
    case 'commentMention':
    case 'postMention':
    case 'postCredited':
      return {
        ...{ name: 'post', params: { postId: notification.post.id } },
        ...(notification.commentId ? { query: { comment: notification.commentId } } : {}),
      };
    case 'reactions':
      return { name: 'post', params: { postId: notification.post.id } };
    case 'modelUsed':
      if (notification.modelId) return modelRoute(notification.modelId, { tab: 'gallery' });
      return { name: 'post', params: { postId: notification.post.id } };
    case 'modelComment':
    case 'modelReply':
    case 'modelMention':
      return modelRoute(notification.model.id, { tab: 'talk', comment: notification.commentId });
    case 'modelReview':
    case 'modelReactions':
      return modelRoute(notification.model.id, { tab: 'talk' });
    case 'modelPublished':
      return modelRoute(notification.model.id, {});
    case 'versionPublished':
    case 'versionQuarantined':
      return modelRoute(notification.model.id, { version: notification.label });
    case 'follow': {
      const [newest] = notification.users;
      return newest ? { path: `/users/${newest.id}` } : null;
    }
    case 'takeFinished':
    case 'takeFailed':
    case 'takeEnded':
      return { name: 'room', params: { roomId: notification.room.id }, query: { take: String(notification.number) } };
    case 'lentRendererWaiting':
      return { name: 'admin' };
    case 'lentRendererAccepted':
    case 'lentRendererBanned':
      return { name: 'lending' };
    case 'report':
    case 'appeal':
    case 'decision':
    case 'appealDecided':
    case 'reportDecided':
      return addressOfSafety(notification);
    default:
      return notification satisfies never;
  }
}

/** Moderators get the case, other users their account standing. */
function addressOfSafety(notification: ModerationNotification): RouteLocationRaw | null {
  if ('caseId' in notification) return { path: `/moderation/cases/${notification.caseId}` };
  return notification.kind === 'reportDecided' ? null : { path: '/standing' };
}

/** The users who caused it, last ones first; none if a take of mine ended. */
export function usersIn(notification: NotificationView): readonly UserView[] {
  if ('users' in notification) return notification.users;
  return 'by' in notification && notification.by ? [notification.by] : [];
}
