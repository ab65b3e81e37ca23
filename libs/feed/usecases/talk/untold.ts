import type { Maturity } from '../../domain/posts/post.js';
import type { NamedNotice } from './read-notices.js';

/** Of these somebody else's words are told; answers are to what they said themselves. */
const MENTIONS: ReadonlySet<string> = new Set(['postMention', 'commentMention', 'modelMention']);

/**
 * As it is told to whoever wants nothing of what is not for everybody: that something happened, without a word of what it is
 * about. What is their own is told as ever.
 */
export function withoutWords(notice: NamedNotice): NamedNotice {
  const { personId, post, model, extra, kind, text } = notice;
  const isUntold = (maturity: Maturity, ownerId: string) => maturity !== 'everybody' && ownerId !== personId;
  const [hidesPost, hidesModel] = [
    post !== null && isUntold(post.maturity, post.authorId),
    model !== null && isUntold(model.maturity, model.makerId),
  ];
  return {
    ...notice,
    ...(post && hidesPost && { post: { ...post, title: '', prompt: '', words: '' } }),
    ...(model && hidesModel && { model: { ...model, name: '' }, extra: { ...extra, label: '' } }),
    text: (hidesPost || hidesModel) && MENTIONS.has(kind) ? '' : text,
  };
}
