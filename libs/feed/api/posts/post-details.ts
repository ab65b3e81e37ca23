import { Injectable } from '@nestjs/common';
import { userCacheTag } from '@visionary/accounts';
import { ReactionsService } from '@visionary/comments';
import type { LineageNode, PostDetail, PostViewerState } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory } from '@visionary/platform/auth';
import { type AddCacheTags, Cache, type CacheNamespace, type Serialized, serialized } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { roomSubject } from '@visionary/rooms';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { postCacheTag, takeCacheTag } from '../../domain/posts/subjects.js';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import type { Viewer } from '../viewer.js';
import { LineagePresenter } from './lineage-presenter.js';
import { ParametersPresenter } from './parameters-presenter.js';
import { cacheTagsOf, PostPresenter } from './post-presenter.js';
import { CollectionsRepository } from '../../storage/users/collections.repository.js';

type SharedDetail = Serialized<Pick<Post, 'authorId' | 'contentRating'>>;

/** Distant relatives and view counts may be this old. */
const DETAILS: CacheNamespace<SharedDetail> = { name: 'post-details', ttlMs: 10_000, encoding: serialized() };

/** The page of a post: a part that is cached for all viewers, and the viewer's own state. */
@Injectable()
export class PostDetails {
  constructor(
    private readonly posts: Posts,
    private readonly presenter: PostPresenter,
    private readonly parameters: ParametersPresenter,
    private readonly lineage: LineagePresenter,
    private readonly collections: CollectionsRepository,
    private readonly reactions: ReactionsService,
    private readonly adminDirectory: AdminDirectory,
    private readonly cache: Cache,
  ) {}

  /**
   * @returns a PostDetail without `viewerState`, serialized
   * @throws Rejection FEED_POST_NOT_FOUND, for visitors also when it isn't rated for everyone
   */
  async of(postId: string, { userId, forEveryone }: Viewer): Promise<SharedDetail> {
    const entry = { space: DETAILS, key: `${postId}/${forEveryone}` };
    const load = (addCacheTags: AddCacheTags) => this.load(postId, forEveryone, addCacheTags);
    const detail = await this.cache.getOrLoad(entry, load);
    requireVisibleTo(userId, detail.metadata);
    return detail;
  }

  /** Null for a visitor. */
  async viewerStateOf(postId: string, authorId: string, userId: string | null): Promise<PostViewerState | null> {
    if (userId === null) return null;
    const canEdit = authorId === userId;
    return {
      reactions: (await this.reactions.emojisBy('post', userId, [postId]))[postId] ?? [],
      canEdit,
      canRemove: canEdit || (await this.adminDirectory.among([userId], 'moderator')).has(userId),
      collectionIds: await this.collections.idsWith(postId, userId),
    };
  }

  private async load(postId: string, forEveryone: boolean, addCacheTags: AddCacheTags): Promise<SharedDetail> {
    const post = await this.posts.byId(postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    const lineage = await this.lineage.of(post, forEveryone);
    const { parameters, credited, modelCreator } = await this.parameters.ofPost(post);
    addCacheTags(
      ...cacheTagsOf([post]),
      ...credited.map(({ id }) => userCacheTag(id)),
      ...[...lineage.ancestors, ...lineage.descendants].flatMap(cacheTagsOfNode),
    );
    const { model, ...view } = await this.presenter.one(post);
    const detail: Omit<PostDetail, 'viewerState'> = {
      post: { ...view, ...(model && { model: { ...model, ...(modelCreator && { creator: modelCreator }) } }) },
      parameters,
      lineage,
    };
    const { authorId, contentRating } = post;
    return { metadata: { authorId, contentRating }, body: PreparedJsonResponse.of(detail) };
  }
}

const cacheTagsOfNode = ({ kind, id, roomId, by }: LineageNode): string[] => [
  userCacheTag(by.id),
  kind === 'post' ? postCacheTag(id) : takeCacheTag(id),
  ...(roomId === undefined ? [] : [roomSubject(roomId)]),
];
