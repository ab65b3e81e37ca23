import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import {
  type ContextLine,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { PostCountsChanged } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import type { StoredComment } from '../../domain/comments/comments.js';
import { CommentsChanged } from '../../domain/comments/events.js';
import { Posts } from '../../domain/posts/posts.js';
import { CommentsRepository } from '../../storage/comments/comments.repository.js';
import { HiddenPostsRepository, type RowSnapshot } from '../../storage/moderation/hidden-posts.repository.js';
import { CommentsService } from '../comments/comments.service.js';

/** Moderates comments on posts. */
@Injectable()
export class ModeratedComments implements ModerationHandler, OnModuleInit {
  readonly name = 'feed';

  constructor(
    private readonly registry: ModerationRegistry,
    private readonly comments: CommentsRepository,
    private readonly posts: Posts,
    private readonly hidden: HiddenPostsRepository,
    private readonly commentsService: CommentsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.add('comment', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = (await this.comments.byIds(subjects.map(({ id }) => id))).filter(({ removed }) => !removed);
    const posts = new Map((await this.posts.byIds(found.map(({ postId }) => postId))).map((one) => [one.id, one]));
    return new Map(
      found.map((one) => [subjectKey({ kind: 'comment', id: one.id }), detailsOf(one, posts.get(one.postId))]),
    );
  }

  /** Comments are public. */
  async canView(): Promise<boolean> {
    return true;
  }

  /** The parent, the comment, and the next comments of the thread. */
  async context({ id }: Subject, lines: number): Promise<readonly ContextLine[]> {
    const comment = await this.comments.byId(id);
    if (!comment) return [];
    const { postId, parentId, at } = comment;
    const parent = parentId === null ? null : await this.comments.byId(parentId);
    const after = await this.comments.page({ postId, parentId, viewerId: null }, { at, id }, lines);
    return [...(parent ? [parent] : []), comment, ...after].map(lineOf);
  }

  async hide({ id }: Subject, byId: string | null, at: number): Promise<object> {
    const snapshot = await this.hidden.snapshotComment(id);
    await this.commentsService.hide(id, byId, at);
    return snapshot;
  }

  async restore({ id }: Subject, snapshot: object): Promise<void> {
    const rows = snapshot as RowSnapshot;
    const postId = String(rows['comment']?.[0]?.['post_id'] ?? '');
    this.unitOfWork.invalidate(postCacheTag(postId));
    if (!(await this.hidden.restoreComment(rows))) return;
    const comment = await this.comments.byId(id);
    if (!comment) return;
    if (comment.parentId !== null) await this.comments.addReply(comment.parentId);
    await this.posts.count(postId, { comments: 1 });
    this.unitOfWork.publish(new PostCountsChanged(postId));
    const changed = comment.parentId === null ? [id] : [id, comment.parentId];
    this.unitOfWork.publish(new CommentsChanged(postId, changed));
  }
}

const lineOf = ({ id, authorId, text, at }: StoredComment): ContextLine => ({ id, authorId, text, at });

const detailsOf = ({ text, authorId, at, postId, id }: StoredComment, post: Post | undefined): SubjectDetails => ({
  title: '',
  text,
  authorId,
  at,
  path: `/p/${postId}?comment=${id}`,
  ...(post && { place: { kind: 'post' as const, id: postId, name: post.title || post.prompt.slice(0, 100) } }),
});
