import type { ContentRating } from '@visionary/contract';
import type { NamedNotification } from './notification-reader.js';

/** Kinds whose text is another user's. A reply quotes a thread that the recipient wrote in. */
const MENTIONS: ReadonlySet<string> = new Set(['postMention', 'commentMention', 'modelMention']);

/** Removes titles and texts of other users' sensitive subjects, for users who hide sensitive content. */
export function redactText(notification: NamedNotification): NamedNotification {
  const { userId, post, model, extra, kind, text } = notification;
  const isHidden = (contentRating: ContentRating, ownerId: string) =>
    contentRating !== 'everyone' && ownerId !== userId;
  const hidesPost = post !== null && isHidden(post.contentRating, post.authorId);
  const hidesModel = model !== null && isHidden(model.contentRating, model.creatorId);
  return {
    ...notification,
    ...(post && hidesPost && { post: { ...post, title: '', prompt: '', words: '' } }),
    ...(model && hidesModel && { model: { ...model, name: '' }, extra: { ...extra, label: '' } }),
    text: (hidesPost || hidesModel) && MENTIONS.has(kind) ? '' : text,
  };
}
