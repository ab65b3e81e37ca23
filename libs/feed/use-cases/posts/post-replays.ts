import type { ClipFormat } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { ImageQuota } from '@visionary/accounts';
import { animationOf, TakeClips, TakeReplays, TakesService } from '@visionary/generation';
import { DomainEvents, isRejection, type Job, Jobs, UnitOfWork } from '@visionary/kernel';
import { BlobStore } from '@visionary/platform/blobs';
import { PostChanged, PostPublished } from '../../domain/posts/events.js';
import type { Post, PostReplay } from '../../domain/posts/post.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import { Posts } from '../../storage/posts/posts.repository.js';

/** The key is the id of the post. */
const KIND = 'feed.makeReplay';
/** The renderer that has the steps may be unreachable for a moment. */
const MAX_ATTEMPTS = 2;
/** Without these, the post has no replay. */
const UNAVAILABLE = ['GENERATION_TAKE_NOT_FOUND', 'GENERATION_REPLAY_UNAVAILABLE', 'STORAGE_TAKE_QUOTA_EXCEEDED'];
const CLIP = { seconds: 4, hold: 1 };
/** Longest side of a clip in pixels, unless the image is smaller. */
const LONGEST = 512;

/** How the clip of a post is made. */
export const clipOptionsOf = ({ width, height }: Post['image'], format: ClipFormat) => ({
  ...CLIP,
  longest: Math.min(LONGEST, Math.max(width, height)),
  format,
});

type PostOfTake = Post & { readonly take: NonNullable<Post['take']> };

/**
 * Makes the sheet and the clip of posts whose authors allow them. Renderers keep steps only for a while, so it is done once, right
 * after publishing, and in a job: publishing waits for no renderer.
 */
@Injectable()
export class PostReplays {
  constructor(
    private readonly posts: Posts,
    private readonly takes: TakesService,
    private readonly replays: TakeReplays,
    private readonly clips: TakeClips,
    private readonly quota: ImageQuota,
    private readonly blobs: BlobStore,
    private readonly unitOfWork: UnitOfWork,
    events: DomainEvents,
    jobs: Jobs,
  ) {
    jobs.register({ kind: KIND, concurrency: 2, run: (job) => this.run(job) });
    const addJob = async ({ post }: PostPublished | PostChanged) => {
      if (isMissing(post)) await jobs.add(KIND, post.id);
    };
    events.beforeCommit(PostPublished, addJob);
    events.beforeCommit(PostChanged, addJob);
  }

  private async run(job: Job): Promise<void> {
    const post = await this.posts.byId(job.key);
    if (!post || !isMissing(post)) return;
    try {
      await this.make(post, job);
    } catch (error) {
      if (!isRejection(error) || !UNAVAILABLE.includes(error.code)) throw error;
      if (error.code === 'GENERATION_REPLAY_UNAVAILABLE' && job.attempts < MAX_ATTEMPTS) throw error;
    }
  }

  private async make({ id, authorId, take, image }: PostOfTake, job: Job): Promise<void> {
    const used = (await this.takes.imageBytesOf(authorId)) + (await this.posts.replayBytesOf(authorId));
    await this.quota.requireForTakes(authorId, used);
    const replay = await this.replays.of(take.takeId, take.index);
    const clip = await this.clips.make(replay, image.sha256, animationOf(replay, clipOptionsOf(image, 'webp')));
    job.signal.throwIfAborted();
    await this.blobs.leaseExisting(replay.sha256, () =>
      this.blobs.lease(clip, (sha256) => this.save(id, { ...replay, clip: { sha256, bytes: clip.byteLength } }, job)),
    );
  }

  /** Saves nothing if the post was removed, or its author changed their mind. */
  private save(id: string, replay: PostReplay, job: Job): Promise<void> {
    const work = async () => {
      const post = await this.posts.hold(id);
      if (!post || !isMissing(post) || !(await job.complete())) return;
      await this.posts.setReplay(id, replay);
      this.unitOfWork.publish(new PostChanged({ ...post, replay }, post.mentionIds));
    };
    return this.unitOfWork.run(work, [postCacheTag(id)]);
  }
}

const isMissing = (post: Post): post is PostOfTake => post.replayEnabled && post.take !== null && post.replay === null;
