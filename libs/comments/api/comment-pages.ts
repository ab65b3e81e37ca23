import { Injectable } from '@nestjs/common';
import { Blocks, userCacheTag } from '@visionary/accounts';
import { type CommentPage, type CommentSubject, type CommentView, LIMITS } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory } from '@visionary/platform/auth';
import { type AddCacheTags, Cache, type CacheNamespace, type Serialized, serialized } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { type Commentable, isReadable, SubjectKinds } from '../domain/subject-kinds.js';
import { CommentReader } from '../use-cases/comment-reader.js';
import { ReactionsService } from '../use-cases/reactions.service.js';

type SharedPage = Serialized<{
  readonly about: Commentable;
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
  /** Comments with more replies than the page has. */
  readonly longThreadIds: readonly string[];
}>;

const FIRST_PAGES: CacheNamespace<SharedPage> = { name: 'first-comments', ttlMs: 30_000, encoding: serialized() };
const UNCACHED: AddCacheTags = () => undefined;

/** Pages of comments for those who may read their subject. The first one is cached for all viewers without blocks. */
@Injectable()
export class CommentPages {
  constructor(
    private readonly comments: CommentReader,
    private readonly reactions: ReactionsService,
    private readonly kinds: SubjectKinds,
    private readonly blocks: Blocks,
    private readonly adminDirectory: AdminDirectory,
    private readonly cache: Cache,
  ) {}

  /** @returns a CommentPage without `myReactions`, and these. @throws Rejection as the kind for an unknown subject */
  async first(
    subject: CommentSubject,
    viewerId: string | null,
  ): Promise<{ readonly body: PreparedJsonResponse; readonly myReactions: CommentPage['myReactions'] }> {
    const { kind, id } = subject;
    const entry = { space: FIRST_PAGES, key: `${kind}:${id}`, tags: this.kinds.cacheTagsOf(subject) };
    const shared = await this.cache.getOrLoad(entry, (addCacheTags) => this.load(subject, null, addCacheTags));
    await this.requireReadable(subject, viewerId, shared.metadata.about);
    if (viewerId === null) return { body: shared.body, myReactions: {} };
    const { authorIds, longThreadIds } = shared.metadata;
    const isBlocked =
      (await this.blocks.blockedAmong(viewerId, authorIds)).size > 0 ||
      (await this.comments.hidesReplies(subject, longThreadIds, viewerId));
    const { metadata, body } = isBlocked ? await this.load(subject, viewerId, UNCACHED) : shared;
    return { body, myReactions: await this.reactions.emojisBy('comment', viewerId, metadata.ids) };
  }

  /** @throws Rejection as the kind for an unknown subject, INVALID for an unknown cursor */
  async page(
    subject: CommentSubject,
    viewerId: string | null,
    query: { readonly parentId: string | null; readonly cursor: string | undefined; readonly newest: boolean },
  ): Promise<CommentPage> {
    await this.requireReadable(subject, viewerId, await this.kinds.find(subject));
    const { parentId, cursor, newest } = query;
    const page = newest
      ? await this.comments.newest(subject, viewerId)
      : await this.comments.page({ subject, parentId, viewerId }, cursor);
    const ids = [...page.comments, ...page.replies].map(({ id }) => id);
    return { ...page, myReactions: viewerId === null ? {} : await this.reactions.emojisBy('comment', viewerId, ids) };
  }

  /** Asks for moderators only when it decides. */
  private async requireReadable(
    { kind }: CommentSubject,
    viewerId: string | null,
    commentable: Commentable | null,
  ): Promise<void> {
    const viewer = (isModerator: boolean) => (viewerId === null ? null : { id: viewerId, isModerator });
    if (commentable && isReadable(commentable, viewer(false))) return;
    const isModerator = viewerId !== null && (await this.adminDirectory.among([viewerId], 'moderator')).has(viewerId);
    if (!commentable || !isReadable(commentable, viewer(isModerator))) {
      throw new Rejection(this.kinds.of(kind).notFound);
    }
  }

  private async load(
    subject: CommentSubject,
    viewerId: string | null,
    addCacheTags: AddCacheTags,
  ): Promise<SharedPage> {
    const about = await this.kinds.find(subject);
    if (!about) throw new Rejection(this.kinds.of(subject.kind).notFound);
    const page = await this.comments.page({ subject, parentId: null, viewerId });
    const all = [...page.comments, ...page.replies];
    addCacheTags(...all.flatMap(userIdsOf).map(userCacheTag));
    const authorIds = [...new Set(all.map(({ author }) => author.id))];
    const longThreadIds = page.comments.flatMap(({ id, replyCount }) => (replyCount > LIMITS.repliesShown ? id : []));
    const metadata = { about, ids: all.map(({ id }) => id), authorIds, longThreadIds };
    return { metadata, body: PreparedJsonResponse.of(page) };
  }
}

const userIdsOf = ({ author, mentions, deleted }: CommentView): string[] =>
  [author, ...mentions, ...(deleted ? [deleted.by] : [])].map(({ id }) => id);
