import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { type CommentView, type ContentRating, type EmojiCount, LIMITS, type UserView } from '@visionary/contract';
import { hydrateComments, pageOf, readCursor, Rejection, userIdsIn } from '@visionary/kernel';
import type { BlockedReplyCounts, StoredComment, Thread } from '../../domain/comments/comments.js';
import { Posts } from '../../domain/posts/posts.js';
import { CommentReactionsRepository } from '../../storage/comments/comment-reactions.repository.js';
import { CommentsRepository } from '../../storage/comments/comments.repository.js';

export interface CommentThreadPage {
  /** Of the post. */
  readonly contentRating: ContentRating;
  readonly comments: CommentView[];
  /** The first few replies to each comment. */
  readonly replies: CommentView[];
  readonly nextCursor: string | null;
}

/** Reads comments as users see them. The number of queries is constant. */
@Injectable()
export class CommentReader {
  constructor(
    private readonly comments: CommentsRepository,
    private readonly reactions: CommentReactionsRepository,
    private readonly posts: Posts,
    private readonly users: Users,
  ) {}

  /**
   * Oldest first.
   * @throws Rejection FEED_POST_NOT_FOUND, INVALID for an unknown cursor
   */
  async page(thread: Thread, cursor?: string): Promise<CommentThreadPage> {
    const from = readCursor(cursor);
    const post = await this.posts.byId(thread.postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    const limit = LIMITS.commentsPerPage;
    const found = await this.comments.page(thread, from && { at: from.value, id: from.id }, limit + 1);
    const { page, nextCursor } = pageOf(found, limit, ({ at: value, id }) => ({ value, id }));
    const replies = await this.firstReplies(page, thread);
    const views = await this.hydrate([...page, ...replies], thread.viewerId);
    return {
      contentRating: post.contentRating,
      // A removed comment is listed only for viewers who see a reply to it.
      comments: views.slice(0, page.length).filter(({ deleted, replyCount }) => !deleted || replyCount > 0),
      replies: views.slice(page.length),
      nextCursor,
    };
  }

  async one(comment: StoredComment, viewerId: string): Promise<CommentView> {
    return (await this.hydrate([comment], viewerId))[0] as CommentView;
  }

  /** The viewer's reactions by comment. One query. */
  async myReactions(userId: string, commentIds: readonly string[]): Promise<Record<string, string[]>> {
    const given = await this.reactions.by(userId, commentIds);
    return Object.fromEntries([...given].map(([id, emojis]) => [id, [...emojis]]));
  }

  /** The most frequent emoji first. */
  async reactionsTo(commentId: string): Promise<EmojiCount[]> {
    return [...((await this.reactions.of([commentId])).get(commentId) ?? [])];
  }

  /** Changed comments as a user without blocks sees them, and the replies that each of these viewers doesn't see. */
  async changed(
    {
      postId,
      commentIds,
      vanished,
    }: { postId: string; commentIds: readonly string[]; vanished: readonly StoredComment[] },
    viewerIds: readonly string[],
  ): Promise<{ readonly comments: CommentView[]; readonly blockedReplies: BlockedReplyCounts }> {
    const stored = [...(await this.comments.byIds(commentIds)), ...vanished];
    const answered = stored.filter(({ replies }) => replies > 0).map(({ id }) => id);
    const blockedReplies = await this.comments.blockedReplyCounts(postId, answered, viewerIds);
    return { comments: await this.hydrate(stored, null), blockedReplies };
  }

  /**
   * Comments of one post, in the same order.
   * @param viewerId whose blocks reduce the reply counts; null for none
   */
  private async hydrate(stored: readonly StoredComment[], viewerId: string | null): Promise<CommentView[]> {
    const unseen = await this.blockedReplies(viewerId, stored);
    const given = await this.reactions.of(stored.filter(({ removed }) => !removed).map(({ id }) => id));
    const users = await this.users.byIds(stored.flatMap(userIdsIn));
    const userOf = (id: string): UserView => users.get(id) ?? { id, name: '' };
    // The views differ from the contract's only in what is read-only.
    return hydrateComments(stored, { userOf, given, unseen }) as CommentView[];
  }

  private async blockedReplies(
    viewerId: string | null,
    stored: readonly StoredComment[],
  ): Promise<ReadonlyMap<string, number>> {
    const answered = stored.filter(({ replies }) => replies > 0);
    if (viewerId === null || !answered[0]) return new Map();
    const ids = answered.map(({ id }) => id);
    const counts = await this.comments.blockedReplyCounts(answered[0].postId, ids, [viewerId]);
    return new Map([...counts].map(([id, byViewer]) => [id, byViewer.get(viewerId) ?? 0]));
  }

  private async firstReplies(page: readonly StoredComment[], thread: Thread): Promise<StoredComment[]> {
    if (thread.parentId !== null) return [];
    const answered = page.filter(({ replies }) => replies > 0).map(({ id }) => id);
    return this.comments.repliesTo(answered, thread, LIMITS.repliesShown);
  }
}
