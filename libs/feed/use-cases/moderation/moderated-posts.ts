import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ContentRating, stricterRating } from '@visionary/contract';
import { RateTakeImage } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { RoomsService } from '@visionary/rooms';
import {
  type RatingChange,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { PostChanged, PostPublished } from '../../domain/posts/events.js';
import { type Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { cacheTagsOfPost } from '../../domain/posts/subjects.js';
import { PostsService } from '../posts/posts.service.js';

/** Moderates posts. For others, hiding removes a post and restoring publishes it again. */
@Injectable()
export class ModeratedPosts implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly posts: Posts,
    private readonly postsService: PostsService,
    private readonly rooms: RoomsService,
    private readonly takeImages: RateTakeImage,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.add('post', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const ids = subjects.map(({ id }) => id);
    const hidden = await this.posts.hiddenByIds(ids);
    const posts = [...(await this.posts.byIds(ids)), ...hidden];
    const rooms = await this.rooms.publicNamesOf(posts.flatMap(({ roomId }) => roomId ?? []));
    return new Map(
      posts.map((post) => {
        const details = detailsOf(post, rooms.get(post.roomId ?? ''));
        return [subjectKey({ kind: 'post', id: post.id }), { ...details, isHidden: hidden.includes(post) }];
      }),
    );
  }

  /** Posts are public. */
  async canView(): Promise<boolean> {
    return true;
  }

  hide({ id }: Subject, _byId: string | null, at: number): Promise<void> {
    return this.postsService.hide(id, at);
  }

  async restore({ id }: Subject): Promise<void> {
    await this.posts.restore(id);
    const post = await this.posts.byId(id);
    if (!post) return;
    this.unitOfWork.invalidate(...cacheTagsOfPost(post));
    this.unitOfWork.publish(new PostPublished(post, true));
  }

  async setRating({ id }: Subject, contentRating: ContentRating): Promise<void> {
    const post = await this.posts.hold(id);
    if (!post || (post.contentRating === contentRating && post.minimumRating === contentRating)) return;
    this.unitOfWork.invalidate(...cacheTagsOfPost(post));
    const change = { contentRating, minimumRating: contentRating };
    await this.posts.change(id, change, post.editedAt ?? post.at);
    if (post.take) await this.takeImages.setModeratorRating(post.take.takeId, post.take.index, contentRating);
    this.unitOfWork.publish(new PostChanged({ ...post, ...change }, post.mentionIds));
  }

  /** A rating that the author set since then stays. */
  async restoreRating({ id }: Subject, change: RatingChange): Promise<void> {
    const post = await this.posts.hold(id);
    if (!post) return;
    this.unitOfWork.invalidate(...cacheTagsOfPost(post));
    const { decided, before, minimumRating } = change;
    const contentRating = post.contentRating === decided ? stricterRating(before, minimumRating) : post.contentRating;
    await this.posts.change(id, { contentRating, minimumRating }, post.editedAt ?? post.at);
    if (post.take) await this.takeImages.restoreAuthorRating(post.take.takeId, post.take.index, change, contentRating);
    this.unitOfWork.publish(new PostChanged({ ...post, contentRating, minimumRating }, post.mentionIds));
  }
}

const detailsOf = (post: Post, room: string | undefined): SubjectDetails => ({
  title: post.title,
  text: post.description,
  authorId: post.authorId,
  at: post.at,
  prompt: post.prompt,
  image: { ...post.image, type: 'image/png', contentRating: post.contentRating },
  ...(post.roomId !== null && room !== undefined && { container: { kind: 'room', id: post.roomId, name: room } }),
  path: `/p/${post.id}`,
});
