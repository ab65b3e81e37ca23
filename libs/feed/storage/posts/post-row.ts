import type { NewPost, Parameters, Participants, Post } from '../../domain/posts/post.js';
import type { PostRow } from './tables.js';

/** Columns of a Post. The parameters are read only when a post is opened. */
export const POST_COLUMNS = [
  ...(['id', 'author_id', 'client_id', 'take_id', 'picture_index', 'room_id', 'sha256', 'width', 'height'] as const),
  ...(['title', 'words', 'tags', 'maturity', 'at_least', 'comments_on', 'people', 'mentions', 'prompt'] as const),
  ...(['model_id', 'model_name', 'model_hash', 'scheduler', 'parent_post_id', 'parent_take_id'] as const),
  ...(['at', 'edited_at', 'hot', 'likes', 'comments', 'views', 'is_sample'] as const),
] as const satisfies readonly (keyof PostRow)[];

/** With the table name, for joins. */
export const POST_COLUMNS_IN_JOINS = POST_COLUMNS.map((name) => `post.${name}` as const);

type ReadRow = Pick<PostRow, (typeof POST_COLUMNS)[number]>;

export const toPost = (row: ReadRow): Post => ({
  id: row.id,
  authorId: row.author_id,
  clientId: row.client_id,
  take: row.take_id === null ? null : { takeId: row.take_id, index: row.picture_index ?? 0 },
  roomId: row.room_id,
  image: { sha256: row.sha256, width: row.width, height: row.height },
  title: row.title,
  words: row.words,
  tags: JSON.parse(row.tags) as string[],
  contentRating: row.maturity,
  atLeast: row.at_least,
  commentsEnabled: Boolean(row.comments_on),
  users: JSON.parse(row.people) as Participants,
  mentionIds: row.mentions === null ? [] : (JSON.parse(row.mentions) as string[]),
  prompt: row.prompt,
  model: row.model_name === null ? null : { id: row.model_id, name: row.model_name, hash: row.model_hash },
  scheduler: row.scheduler,
  parent: { postId: row.parent_post_id, takeId: row.parent_take_id },
  at: Number(row.at),
  editedAt: row.edited_at === null ? null : Number(row.edited_at),
  hot: row.hot,
  likes: row.likes,
  comments: row.comments,
  views: row.views,
  isSample: Boolean(row.is_sample),
});

export const toNewRow = (post: NewPost): PostRow => ({
  id: post.id,
  number: null,
  author_id: post.authorId,
  client_id: post.clientId,
  take_id: post.take?.takeId ?? null,
  picture_index: post.take?.index ?? null,
  room_id: post.roomId,
  sha256: post.image.sha256,
  width: post.image.width,
  height: post.image.height,
  title: post.title,
  words: post.words,
  tags: JSON.stringify(post.tags),
  maturity: post.contentRating,
  at_least: post.atLeast,
  comments_on: Number(post.commentsEnabled),
  people: JSON.stringify(post.users),
  mentions: mentionsColumn(post.mentionIds),
  prompt: post.prompt,
  parameters: post.parameters && JSON.stringify(post.parameters),
  model_id: post.model?.id ?? null,
  model_name: post.model?.name ?? null,
  model_hash: post.model?.hash ?? null,
  scheduler: post.scheduler,
  parent_post_id: post.parent.postId,
  parent_take_id: post.parent.takeId,
  at: post.at,
  edited_at: post.editedAt,
  hot: post.hot,
  likes: post.likes,
  comments: post.comments,
  views: post.views,
  is_sample: Number(post.isSample),
});

export const mentionsColumn = (ids: readonly string[]): string | null => (ids.length > 0 ? JSON.stringify(ids) : null);

export const parametersOf = (column: string | null): Parameters | null =>
  column === null ? null : (JSON.parse(column) as Parameters);
