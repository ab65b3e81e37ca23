import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { CommentsService } from '@visionary/comments';
import { LIMITS, stricterRating } from '@visionary/contract';
import { RateTakeImage } from '@visionary/generation';
import { Clock, Ids, mentionsIn, Rejection, UnitOfWork } from '@visionary/kernel';
import { CheckForm, type ReportFlagged, ReuploadMatcher, type UploadVerdict } from '@visionary/safety';
import {
  PostChanged,
  PostPublished,
  PostReplayRemoved,
  PostsRemoved,
  PostUploadsRemoved,
} from '../../domain/posts/events.js';
import { hotScore } from '../../domain/posts/hot-score.js';
import { withPublisher } from '../../domain/posts/participants.js';
import {
  CHECKED_POST_FIELDS,
  type ImageOfTake,
  type NewPost,
  type Post,
  type PostReplay,
  type PostText,
} from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { cacheTagsOfPost, POSTS_CACHE_TAG, postCacheTag } from '../../domain/posts/subjects.js';
import { usedModelsOf } from '../../domain/posts/used-models-of.js';
import { ImageSources } from './image-sources.js';
import { PostUploads } from '../../storage/posts/sql-post-uploads.js';
import { PostImageFiles } from '../../storage/posts/post-image-files.js';

const BATCH_SIZE = 200;

export interface PublishCommand extends PostText {
  readonly userId: string;
  readonly clientId: string;
  readonly image: ImageOfTake | { readonly uploadId: string };
  /** Which participants to name. Absent for all. */
  readonly participantIds?: readonly string[] | undefined;
}

/** Publishes, edits, and removes posts. */
@Injectable()
export class PostsService {
  constructor(
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly files: PostImageFiles,
    private readonly comments: CommentsService,
    private readonly sources: ImageSources,
    private readonly users: Users,
    private readonly checkForm: CheckForm,
    private readonly reuploads: ReuploadMatcher,
    private readonly takeImages: RateTakeImage,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Idempotent by `clientId`.
   * @returns the first post when the command is a retry
   * @throws Rejection as ImageSources, FEED_ALREADY_PUBLISHED { postId }, UNAUTHENTICATED, SAFETY_BLOCKED_TERMS,
   *   SAFETY_CONTENT_REMOVED, SAFETY_CONTENT_UNDER_REVIEW, SAFETY_CONTENT_PENDING_REVIEW
   */
  async publish(command: PublishCommand): Promise<Post> {
    const { userId, clientId, image } = command;
    const first = await this.posts.byCommand(userId, clientId);
    if (first) return first;
    const { fields, flag } = await this.checkForm.run<PublishCommand>(CHECKED_POST_FIELDS, command);
    const post = await this.newPost(fields);
    await this.checkUploadedPrompt(post);
    const existing = await this.existingPost(post);
    if (existing) return existing;
    // Files are written before the transaction. After a rollback a retry finds them.
    await this.files.prepare(post.image);
    try {
      return await this.add(post, 'uploadId' in image ? image.uploadId : null, flag);
    } catch (error) {
      // One of two concurrent commands violates a unique key, whichever key that is.
      const winner = (await this.posts.byCommand(userId, clientId)) ?? (await this.existingPost(post));
      if (winner) return winner;
      throw error;
    }
  }

  /**
   * Repeating it changes nothing.
   * @throws Rejection FEED_POST_NOT_FOUND, FEED_NOT_AUTHOR, FEED_CONTENT_RATING_TOO_LOW { atLeast }, SAFETY_BLOCKED_TERMS
   */
  async change(userId: string, postId: string, requested: Partial<PostText>): Promise<Post> {
    const { fields: changes, flag } = await this.checkForm.run<Partial<PostText>>(CHECKED_POST_FIELDS, requested);
    const mentionIds = changes.description === undefined ? undefined : await this.existingMentions(changes.description);
    const saveChanges = async () => {
      const post = await this.posts.hold(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      if (post.authorId !== userId) throw new Rejection('FEED_NOT_AUTHOR');
      const { minimumRating } = post;
      const { contentRating } = changes;
      if (contentRating !== undefined && stricterRating(contentRating, minimumRating) !== contentRating) {
        throw new Rejection('FEED_CONTENT_RATING_TOO_LOW', { atLeast: minimumRating });
      }
      const entries = Object.entries(changes) as [keyof PostText, unknown][];
      const changed = entries.filter(([key, value]) => JSON.stringify(post[key]) !== JSON.stringify(value));
      if (changed.length === 0) return post;
      if (contentRating !== undefined && contentRating !== post.contentRating) {
        this.unitOfWork.invalidate(...cacheTagsOfPost(post));
      }
      const editedAt = this.clock.now();
      const change = { ...(Object.fromEntries(changed) as Partial<PostText>), ...(mentionIds && { mentionIds }) };
      await this.posts.change(postId, change, editedAt);
      await flag({ kind: 'post', id: postId });
      const removed = changes.replayEnabled === false ? post.replay : null;
      if (removed) await this.removeReplay(postId, removed);
      const edited = { ...post, ...change, ...(removed && { replay: null }), editedAt };
      this.unitOfWork.publish(new PostChanged(edited, post.mentionIds));
      return edited;
    };
    const tags = [postCacheTag(postId), ...(changes.tags ? [POSTS_CACHE_TAG] : [])];
    return this.unitOfWork.run(saveChanges, tags);
  }

  /**
   * The take of the post stays. Moderators remove by a decision instead.
   * @param userId null for the server, which deletes sample data
   * @throws Rejection FEED_POST_NOT_FOUND, FEED_NOT_AUTHOR
   */
  async remove(userId: string | null, postId: string): Promise<void> {
    const work = async () => {
      const post = await this.posts.hold(postId);
      if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
      if (userId !== null && post.authorId !== userId) throw new Rejection('FEED_NOT_AUTHOR');
      await this.removePosts([post]);
      await this.comments.deleteOf('post', [postId]);
      // The author's rating goes with the post.
      if (post.take && userId !== null) {
        await this.takeImages.setAuthorRating(post.take.takeId, post.take.index, 'everyone');
      }
    };
    await this.unitOfWork.run(work, [POSTS_CACHE_TAG, postCacheTag(postId)]);
  }

  /** Removes the post for everyone but its author. Runs inside the transaction of a moderation decision. */
  async hide(postId: string, at: number): Promise<void> {
    const post = await this.posts.hold(postId);
    if (post) await this.removePosts([post], { hiddenAt: at });
  }

  /** Runs inside the transaction that deletes an account. In other users' posts the id stays, without a name. */
  async deleteOfUser(userId: string): Promise<void> {
    this.unitOfWork.invalidate(POSTS_CACHE_TAG);
    for (let more = true; more;) {
      const posts = await this.posts.ofAuthor(userId, '', BATCH_SIZE, 'all');
      if (posts.length > 0) {
        await this.removePosts(posts);
        await this.comments.deleteOf(
          'post',
          posts.map(({ id }) => id),
        );
      }
      more = posts.length === BATCH_SIZE;
    }
    await this.posts.removeParticipant(userId);
    const uploads = await this.uploads.of(userId);
    for (const { id } of uploads) await this.uploads.remove(id);
    this.unitOfWork.publish(new PostUploadsRemoved(uploads.map(({ sha256 }) => sha256)));
  }

  private async newPost(command: PublishCommand): Promise<NewPost> {
    const source = await this.sources.find(command.userId, command.image);
    const { participants, ...known } = source;
    const { title, description, tags, commentsEnabled, replayEnabled, userId, clientId, participantIds } = command;
    const at = this.clock.now();
    return {
      id: this.ids.next(),
      authorId: userId,
      clientId,
      title,
      description,
      tags,
      contentRating: stricterRating(source.minimumRating, command.contentRating),
      commentsEnabled,
      replayEnabled,
      replay: null,
      ...known,
      participants: withPublisher(participants, {
        publisherId: userId,
        role: source.take ? 'published' : 'uploaded',
        ...(participantIds && { only: participantIds }),
        limit: LIMITS.usersPerPost,
      }),
      mentionIds: await this.existingMentions(description),
      at,
      editedAt: null,
      likes: 0,
      comments: 0,
      views: 0,
      isSample: false,
      requestedRating: command.contentRating,
      hot: hotScore({ likes: 0, comments: 0, at }),
    };
  }

  /** The prompt of a take was checked when it was queued. The prompt of an upload is checked here. */
  private async checkUploadedPrompt({ take, parameters }: NewPost): Promise<void> {
    if (take || !parameters) return;
    const { prompt, negative } = parameters;
    await this.checkForm.run({ prompts: ['prompt', 'negative'] }, { prompt, negative });
  }

  /** @returns the post of the same command, or null when the image is new. @throws Rejection FEED_ALREADY_PUBLISHED { postId } */
  private async existingPost({ take, authorId, clientId, image }: NewPost): Promise<Post | null> {
    const post = take ? await this.posts.ofImage(take) : await this.posts.ofUpload(authorId, image.sha256);
    if (!post || (post.authorId === authorId && post.clientId === clientId)) return post;
    throw new Rejection('FEED_ALREADY_PUBLISHED', { postId: post.id });
  }

  /**
   * @param uploadId the upload that becomes the post; null for an image of a take
   * @param flag opens a case for flagged terms, once the post can be found
   */
  private async add(post: NewPost, uploadId: string | null, flag: ReportFlagged): Promise<NewPost> {
    const fingerprint = await this.reuploads.ofStored(post.image.sha256);
    const work = async () => {
      if ((await this.users.hold([post.authorId])).size === 0) throw new Rejection('UNAUTHENTICATED');
      if (!fingerprint) throw new Rejection('FEED_IMAGE_NOT_FOUND');
      const verdict = await this.reuploads.evaluate([fingerprint]);
      const source = { entryPoint: 'post', byId: post.authorId } as const;
      // A rejection is returned, not thrown, so that the transaction commits the recorded re-upload.
      const rejection = await this.reuploads.rejection(verdict, source);
      if (rejection) return rejection;
      if (uploadId !== null && !(await this.uploads.remove(uploadId))) throw new Rejection('FEED_IMAGE_NOT_FOUND');
      await this.reuploads.recordRatedUpload(verdict, source);
      const rated = withMinimumRating(post, verdict.minimumRating);
      const subject = { kind: 'post', id: rated.id } as const;
      await this.posts.add(rated);
      await flag(subject);
      await this.reuploads.recordSubject(subject, fingerprint);
      await this.reuploads.recordRating(subject, fingerprint, verdict, rated.requestedRating ?? rated.contentRating);
      if (verdict.similar) {
        await this.reuploads.holding.hideSimilar(subject, fingerprint, verdict.similar);
        return new Rejection('SAFETY_CONTENT_PENDING_REVIEW');
      }
      const { parameters: _parameters, requestedRating: _requestedRating, ...published } = rated;
      this.unitOfWork.publish(new PostPublished(published));
      return rated;
    };
    const added = await this.unitOfWork.run(work, cacheTagsOfPost(post));
    if (added instanceof Rejection) throw added;
    return added;
  }

  /** @param posts all of one author */
  private async removePosts(posts: readonly Post[], { hiddenAt }: { readonly hiddenAt?: number } = {}): Promise<void> {
    const [first] = posts;
    if (!first) return;
    this.unitOfWork.invalidate(...posts.flatMap(cacheTagsOfPost));
    const additions = await this.posts.additionsOf(posts.map(({ id }) => id));
    if (hiddenAt === undefined) await this.posts.remove(posts.map(({ id }) => id));
    else await this.posts.hide(first.id, hiddenAt);
    const removed = posts.map(({ id, image, take, replay }) => ({
      ...{ id, sha256: image.sha256, replay },
      takeId: take?.takeId ?? null,
    }));
    const usedModels = posts.flatMap((post) => usedModelsOf(post, additions.get(post.id)));
    this.unitOfWork.publish(new PostsRemoved(removed, first.authorId, usedModels, hiddenAt !== undefined));
  }

  private async removeReplay(postId: string, replay: PostReplay): Promise<void> {
    await this.posts.setReplay(postId, null);
    this.unitOfWork.publish(new PostReplayRemoved(replay));
  }

  private async existingMentions(text: string): Promise<string[]> {
    const { users: ids } = mentionsIn(text, LIMITS.mentionsPerMessage);
    const existing = await this.users.byIds(ids);
    return ids.filter((id) => existing.has(id));
  }
}

const withMinimumRating = (post: NewPost, minimumRating: UploadVerdict['minimumRating']): NewPost => ({
  ...post,
  contentRating: stricterRating(post.contentRating, minimumRating),
  minimumRating: stricterRating(post.minimumRating, minimumRating),
});
