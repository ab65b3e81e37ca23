import { Injectable } from '@nestjs/common';
import { personSubject } from '@visionary/accounts';
import type { MyPost, PostDetail, TreeNode } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Admins } from '@visionary/platform/auth';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import { roomSubject } from '@visionary/rooms';
import { MyMarks } from '../../domain/posts/my-marks.js';
import { requireThereFor } from '../../domain/posts/openness.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { postSubject, takeSubject } from '../../domain/posts/subjects.js';
import type { Viewer } from '../viewer.js';
import { ParameterViews } from './parameter-views.js';
import { PostViews } from './post-views.js';
import { subjectsOf } from './shown-subjects.js';
import { TreeViews } from './tree-views.js';

type SharedDetail = Sent<Pick<Post, 'authorId' | 'maturity'>>;

/** A tree that grows far from here, and how often it was looked at, may be so old. */
const DETAILS: Space<SharedDetail> = { name: 'post-details', ttlMs: 10_000, encoding: sent() };

/** A picture's page: what everybody sees of it. */
@Injectable()
export class PostDetails {
  constructor(
    private readonly posts: Posts,
    private readonly views: PostViews,
    private readonly parameters: ParameterViews,
    private readonly trees: TreeViews,
    private readonly cache: Cache,
  ) {}

  /**
   * @returns a PostDetail without what is somebody's own, as it is sent
   * @throws Rejection FEED_POST_NOT_FOUND, to visitors also where it is not for everybody
   */
  async of(postId: string, { personId, forEverybody }: Viewer): Promise<SharedDetail> {
    const entry = { space: DETAILS, key: `${postId}/${forEverybody}` };
    const detail = await this.cache.through(entry, (shows) => this.load(postId, forEverybody, shows));
    requireThereFor(personId, detail.known);
    return detail;
  }

  private async load(postId: string, forEverybody: boolean, shows: Shows): Promise<SharedDetail> {
    const post = await this.posts.byId(postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    const tree = await this.trees.of(post, forEverybody);
    const { parameters, modelMaker } = await this.parameters.ofPost(post);
    const makers = [modelMaker, ...parameters.loras.map(({ maker }) => maker)].filter((maker) => maker !== undefined);
    shows(
      ...subjectsOf([post]),
      ...makers.map(({ id }) => personSubject(id)),
      ...[...tree.origins, ...tree.descendants].flatMap(subjectsOfNode),
    );
    const { model, ...view } = await this.views.one(post);
    const detail: Omit<PostDetail, 'mine'> = {
      post: { ...view, ...(model && { model: { ...model, ...(modelMaker && { maker: modelMaker }) } }) },
      ...{ parameters, tree },
    };
    const { authorId, maturity } = post;
    return { known: { authorId, maturity }, answer: ReadyAnswer.of(detail) };
  }
}

const subjectsOfNode = ({ kind, id, roomId, by }: TreeNode): string[] => [
  personSubject(by.id),
  kind === 'post' ? postSubject(id) : takeSubject(id),
  ...(roomId === undefined ? [] : [roomSubject(roomId)]),
];

/** What of a picture's page is theirs who look at it. */
@Injectable()
export class MyPosts {
  constructor(
    private readonly marks: MyMarks,
    private readonly admins: Admins,
  ) {}

  async of(postId: string, authorId: Post['authorId'], personId: string | null): Promise<MyPost | null> {
    if (personId === null) return null;
    const mayEdit = authorId === personId;
    return {
      reactions: (await this.marks.reactionsTo([postId], personId)).get(postId) ?? [],
      mayEdit,
      mayRemove: mayEdit || (await this.admins.among([personId], 'moderator')).has(personId),
      collectionIds: await this.marks.collectionsWith(postId, personId),
    };
  }
}
