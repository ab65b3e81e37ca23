import type { CommandPayload, ContentRating, PostView } from '@visionary/contract';
import { encodeMentions, decodeMentions, type MentionMap } from '../../shared/mentions/mention-text.js';

/** The fields of a post in the dialog. */
export interface PostForm {
  title: string;
  /** With names instead of encoded mentions. */
  text: string;
  mentions: MentionMap;
  tags: readonly string[];
  contentRating: ContentRating;
  commentsEnabled: boolean;
  replayEnabled: boolean;
}

export const EMPTY_POST_FORM: PostForm = {
  ...{ title: '', text: '', mentions: new Map(), tags: [] },
  ...{ contentRating: 'everyone', commentsEnabled: true, replayEnabled: false },
};

export function postFormOf(post: PostView, nameOf: (userId: string) => string): PostForm {
  const { text, mentions } = decodeMentions(post.description, nameOf);
  const { title, tags, contentRating, commentsEnabled, replayEnabled } = post;
  return { ...{ title, tags, contentRating, commentsEnabled, replayEnabled }, text, mentions };
}

type PostPayload = Required<
  Pick<
    CommandPayload<'feed.publish'>,
    'title' | 'description' | 'tags' | 'contentRating' | 'commentsEnabled' | 'replayEnabled'
  >
>;
/** The payload of the request. */
export const toPayload = ({
  title,
  text,
  mentions,
  tags,
  contentRating,
  commentsEnabled,
  replayEnabled,
}: PostForm): PostPayload => ({
  title: title.trim(),
  description: encodeMentions(text.trim(), mentions),
  tags: [...tags],
  contentRating,
  commentsEnabled,
  replayEnabled,
});

/** Only fields that changed. */
export function changedFields(
  postForm: PostForm,
  { title, description, tags, contentRating, commentsEnabled, replayEnabled }: PostView,
): Partial<PostPayload> {
  const before: PostPayload = { title, description, tags, contentRating, commentsEnabled, replayEnabled };
  const isChanged = ([key, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(before[key as keyof PostPayload]);
  return Object.fromEntries(Object.entries(toPayload(postForm)).filter(isChanged));
}
