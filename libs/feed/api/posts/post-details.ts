import { Injectable } from '@nestjs/common';
import { userCacheTag } from '@visionary/accounts';
import type { PostViewerState, PostDetail, LineageNode } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory } from '@visionary/platform/auth';
import { Cache, type Serialized, serialized, type AddCacheTags, type CacheNamespace } from '@visionary/platform/cache';
import { PreparedJsonResponse } from '@visionary/platform/http';
import { roomSubject } from '@visionary/rooms';
import { ViewerPostState } from '../../domain/posts/viewer-post-state.js';
import { requireVisibleTo } from '../../domain/posts/visibility.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { postCacheTag, takeCacheTag } from '../../domain/posts/subjects.js';
import type { Viewer } from '../viewer.js';
import { ParameterViews } from './parameter-views.js';
import { PostViews } from './post-views.js';
import { subjectsOf } from './post-cache-tags.js';
import { LineagePresenter } from './lineage-presenter.js';

type SharedDetail = Serialized<Pick<Post, 'authorId' | 'contentRating'>>;

/** A tree that grows far from here, and how often it was looked at, may be so old. */
const DETAILS: CacheNamespace<SharedDetail> = { name: 'post-details', ttlMs: 10_000, encoding: serialized() };

/** An image's page: what everybody sees of it. */
@Injectable()
export class PostDetails {
  constructor(
    private readonly posts: Posts,
    private readonly views: PostViews,
    private readonly parameters: ParameterViews,
    private readonly trees: LineagePresenter,
    private readonly cache: Cache,
  ) {}

  /**
   * @returns a PostDetail without what is somebody's own, as it is sent
   * @throws Rejection FEED_POST_NOT_FOUND, to visitors also where it is not for everybody
   */
  async of(postId: string, { userId, forEverybody }: Viewer): Promise<SharedDetail> {
    const entry = { space: DETAILS, key: `${postId}/${forEverybody}` };
    const detail = await this.cache.getOrLoad(entry, (shows) => this.load(postId, forEverybody, shows));
    requireVisibleTo(userId, detail.metadata);
    return detail;
  }

  private async load(postId: string, forEverybody: boolean, addCacheTags: AddCacheTags): Promise<SharedDetail> {
    const post = await this.posts.byId(postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    const lineage = await this.trees.of(post, forEverybody);
    const { parameters, modelCreator } = await this.parameters.ofPost(post);
    const creators = [modelCreator, ...parameters.loras.map(({ creator }) => creator)].filter(
      (creator) => creator !== undefined,
    );
    addCacheTags(
      ...subjectsOf([post]),
      ...creators.map(({ id }) => userCacheTag(id)),
      ...[...lineage.ancestors, ...lineage.descendants].flatMap(subjectsOfNode),
    );
    const { model, ...view } = await this.views.one(post);
    const detail: Omit<PostDetail, 'viewerState'> = {
      post: { ...view, ...(model && { model: { ...model, ...(modelCreator && { creator: modelCreator }) } }) },
      ...{ parameters, lineage },
    };
    const { authorId, contentRating } = post;
    return { metadata: { authorId, contentRating }, body: PreparedJsonResponse.of(detail) };
  }
}

const subjectsOfNode = ({ kind, id, roomId, by }: LineageNode): string[] => [
  userCacheTag(by.id),
  kind === 'post' ? postCacheTag(id) : takeCacheTag(id),
  ...(roomId === undefined ? [] : [roomSubject(roomId)]),
];

/** What of an image's page is theirs who look at it. */
@Injectable()
export class MyPosts {
  constructor(
    private readonly marks: ViewerPostState,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  async of(postId: string, authorId: Post['authorId'], userId: string | null): Promise<PostViewerState | null> {
    if (userId === null) return null;
    const canEdit = authorId === userId;
    return {
      reactions: (await this.marks.reactionsTo([postId], userId)).get(postId) ?? [],
      canEdit,
      canRemove: canEdit || (await this.adminDirectory.among([userId], 'moderator')).has(userId),
      collectionIds: await this.marks.collectionsWith(postId, userId),
    };
  }
}
