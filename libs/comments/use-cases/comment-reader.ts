import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { type CommentSubject, type CommentView, LIMITS, type UserView } from '@visionary/contract';
import { pageOf, readCursor } from '@visionary/kernel';
import { type BlockedReplyCounts, idsOf, type StoredComment, type Thread } from '../domain/comment.js';
import { CommentsRepository } from '../storage/comments.repository.js';
import { ReactionsRepository } from '../storage/reactions.repository.js';

export interface ThreadPage {
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
    private readonly reactions: ReactionsRepository,
    private readonly users: Users,
  ) {}

  /** Oldest first. @throws Rejection INVALID for an unknown cursor */
  async page(thread: Thread, cursor?: string): Promise<ThreadPage> {
    const after = readCursor(cursor);
    const limit = LIMITS.commentsPerPage;
    const rows = await this.comments.page(thread, after && { at: after.value, id: after.id }, limit + 1);
    const { page, nextCursor } = pageOf(rows, limit, ({ at: value, id }) => ({ value, id }));
    const replies = await this.firstReplies(page, thread);
    const views = await this.hydrate([...page, ...replies], thread.viewerId);
    return {
      // A removed comment is listed only for viewers who see a reply to it.
      comments: views.slice(0, page.length).filter(({ deleted, replyCount }) => !deleted || replyCount > 0),
      replies: views.slice(page.length),
      nextCursor,
    };
  }

  /** The latest few comments and replies, newest first. */
  async newest(subject: CommentSubject, viewerId: string | null): Promise<ThreadPage> {
    const rows = await this.comments.newest({ subject, viewerId }, LIMITS.recentComments);
    return { comments: await this.hydrate(rows, viewerId), replies: [], nextCursor: null };
  }

  /** Whether blocks hide any reply to these comments from the viewer. */
  async hidesReplies(subject: CommentSubject, commentIds: readonly string[], viewerId: string): Promise<boolean> {
    return (await this.comments.blockedReplyCounts(subject, commentIds, [viewerId])).size > 0;
  }

  async viewOf(comment: StoredComment, viewerId: string): Promise<CommentView> {
    return (await this.hydrate([comment], viewerId))[0] as CommentView;
  }

  /** Changed comments as a user without blocks sees them, and the replies that each of these viewers doesn't see. */
  async viewsOfChanged(
    {
      subject,
      commentIds,
      vanished,
    }: { subject: CommentSubject; commentIds: readonly string[]; vanished: readonly StoredComment[] },
    viewerIds: readonly string[],
  ): Promise<{ readonly comments: CommentView[]; readonly blockedReplies: BlockedReplyCounts }> {
    const stored = [...(await this.comments.byIds(commentIds)), ...vanished];
    const withReplies = idsOf(stored.filter(({ replies }) => replies > 0));
    const blockedReplies = await this.comments.blockedReplyCounts(subject, withReplies, viewerIds);
    return { comments: await this.hydrate(stored, null), blockedReplies };
  }

  /**
   * Comments on one subject, in the same order.
   * @param viewerId whose blocks reduce the reply counts; null for none
   */
  private async hydrate(stored: readonly StoredComment[], viewerId: string | null): Promise<CommentView[]> {
    const hiddenReplies = await this.blockedReplies(viewerId, stored);
    const reactionCounts = await this.reactions.countsOf('comment', idsOf(stored.filter(({ removed }) => !removed)));
    const users = await this.users.byIds(stored.flatMap(userIdsIn));
    const userOf = (id: string): UserView => users.get(id) ?? { id, name: '' };
    return stored.map(({ authorId, mentionIds, editedAt, removed, replies, ...comment }) => ({
      ...comment,
      author: userOf(authorId),
      mentions: mentionIds.map(userOf),
      ...(editedAt !== null && !removed && { editedAt }),
      ...(removed && { deleted: { by: userOf(removed.byId), at: removed.at } }),
      reactions: reactionCounts.get(comment.id) ?? [],
      replyCount: replies - (hiddenReplies.get(comment.id) ?? 0),
    }));
  }

  private async blockedReplies(
    viewerId: string | null,
    stored: readonly StoredComment[],
  ): Promise<ReadonlyMap<string, number>> {
    const withReplies = stored.filter(({ replies }) => replies > 0);
    if (viewerId === null || !withReplies[0]) return new Map();
    const counts = await this.comments.blockedReplyCounts(withReplies[0].subject, idsOf(withReplies), [viewerId]);
    return new Map([...counts].map(([id, byViewer]) => [id, byViewer.get(viewerId) ?? 0]));
  }

  private async firstReplies(page: readonly StoredComment[], thread: Thread): Promise<StoredComment[]> {
    if (thread.parentId !== null) return [];
    const withReplies = idsOf(page.filter(({ replies }) => replies > 0));
    return this.comments.repliesTo(withReplies, thread, LIMITS.repliesShown);
  }
}

/** The ids of all users that a comment names. */
const userIdsIn = ({ authorId, mentionIds, removed }: StoredComment): string[] =>
  [authorId, ...mentionIds, removed?.byId].filter((id) => id !== undefined);
