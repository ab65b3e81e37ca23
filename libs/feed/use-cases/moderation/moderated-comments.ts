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
import { HiddenPostStore, type RowSnapshot } from '../../domain/moderation/hidden-post-store.js';
import { PostCountsChanged } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import type { StoredComment } from '../../domain/comments/comments.js';
import { CommentsChanged } from '../../domain/comments/events.js';
import { RemoveComment } from '../comments/remove-comment.js';
import { CommentsAndPosts } from './comments-and-posts.js';

/** What is said about images, for those who moderate. */
@Injectable()
export class ModeratedComments implements ModerationHandler, OnModuleInit {
  readonly name = 'feed';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly talk: CommentsAndPosts,
    private readonly aside: HiddenPostStore,
    private readonly removing: RemoveComment,
    private readonly work: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.subjects.add('comment', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const found = (await this.talk.comments.byIds(subjects.map(({ id }) => id))).filter(({ removed }) => !removed);
    const posts = new Map((await this.talk.posts.byIds(found.map(({ postId }) => postId))).map((one) => [one.id, one]));
    return new Map(
      found.map((one) => [subjectKey({ kind: 'comment', id: one.id }), factsOf(one, posts.get(one.postId))]),
    );
  }

  /** Comments are everybody's. */
  async canView(): Promise<boolean> {
    return true;
  }

  /** What stands in the same thread before it, and after. */
  async context({ id }: Subject, lines: number): Promise<readonly ContextLine[]> {
    const one = await this.talk.comments.byId(id);
    if (!one) return [];
    const thread = { postId: one.postId, parentId: one.parentId, viewerId: null };
    const parent = one.parentId === null ? null : await this.talk.comments.byId(one.parentId);
    const after = await this.talk.comments.page(thread, { at: one.at, id: one.id }, lines);
    return [...(parent ? [parent] : []), one, ...after].map(lineOf);
  }

  async hide({ id }: Subject, byId: string | null, at: number): Promise<object> {
    const rows = await this.aside.readComment(id);
    await this.removing.hide(id, byId, at);
    return rows;
  }

  async restore({ id }: Subject, kept: object): Promise<void> {
    const rows = kept as RowSnapshot;
    const postId = String(rows['comment']?.[0]?.['post_id'] ?? '');
    this.work.invalidate(postCacheTag(postId));
    if (!(await this.aside.restoreComment(rows))) return;
    const comment = await this.talk.comments.byId(id);
    if (!comment) return;
    if (comment.parentId !== null) await this.talk.comments.addReply(comment.parentId);
    await this.talk.posts.count(postId, { comments: 1 });
    this.work.publish(new PostCountsChanged(postId));
    const changed = comment.parentId === null ? [id] : [id, comment.parentId];
    this.work.publish(new CommentsChanged(postId, changed));
  }
}

const lineOf = ({ id, authorId, text, at }: StoredComment): ContextLine => ({ id, authorId, text, at });

const factsOf = ({ text, authorId, at, postId, id }: StoredComment, post: Post | undefined): SubjectDetails => ({
  ...{ title: '', text, authorId, at, path: `/p/${postId}?comment=${id}` },
  ...(post && { place: { kind: 'post' as const, id: postId, name: post.title || post.prompt.slice(0, 100) } }),
});
