import type { ContentRating } from '../../domain/posts/post.js';
import type { NamedNotification } from './read-notifications.js';

/** Of these somebody else's words are told; answers are to what they said themselves. */
const MENTIONS: ReadonlySet<string> = new Set(['postMention', 'commentMention', 'modelMention']);

/**
 * As it is told to whoever wants nothing of what is not for everybody: that something happened, without a word of what it is
 * about. What is their own is told as ever.
 */
export function redactText(notice: NamedNotification): NamedNotification {
  const { userId, post, model, extra, kind, text } = notice;
  const isUntold = (contentRating: ContentRating, ownerId: string) =>
    contentRating !== 'everyone' && ownerId !== userId;
  const [hidesPost, hidesModel] = [
    post !== null && isUntold(post.contentRating, post.authorId),
    model !== null && isUntold(model.contentRating, model.creatorId),
  ];
  return {
    ...notice,
    ...(post && hidesPost && { post: { ...post, title: '', prompt: '', words: '' } }),
    ...(model && hidesModel && { model: { ...model, name: '' }, extra: { ...extra, label: '' } }),
    text: (hidesPost || hidesModel) && MENTIONS.has(kind) ? '' : text,
  };
}
