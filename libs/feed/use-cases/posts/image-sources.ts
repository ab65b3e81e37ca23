import { Injectable } from '@nestjs/common';
import type { ContentRating } from '@visionary/contract';
import { type Take, TakesService } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { participantsOf } from '../../domain/posts/participants.js';
import type {
  AuthorshipSpan,
  ImageOfTake,
  ModelName,
  Parameters,
  Parent,
  Participants,
  PostAddition,
  StoredImage,
} from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { TakeRoomRights } from './take-room-rights.js';
import { DescribeParameters } from './describe-parameters.js';
import { PostUploads } from '../../storage/posts/sql-post-uploads.js';

/** An image that may be published, with everything known about it. */
export interface ImageSource {
  readonly image: StoredImage;
  /** The minimum rating by the image check. */
  readonly minimumRating: ContentRating;
  readonly take: ImageOfTake | null;
  readonly roomId: string | null;
  readonly participants: Participants;
  readonly prompt: string;
  readonly parameters: Parameters | null;
  readonly model: ModelName | null;
  readonly additions: readonly PostAddition[];
  readonly scheduler: string | null;
  readonly parent: Parent;
}

/** Finds images that a user may publish: of takes, and uploaded ones. */
@Injectable()
export class ImageSources {
  constructor(
    private readonly takes: TakesService,
    private readonly rooms: TakeRoomRights,
    private readonly posts: Posts,
    private readonly uploads: PostUploads,
    private readonly describeParameters: DescribeParameters,
  ) {}

  /**
   * Reads files.
   * @throws Rejection FEED_IMAGE_NOT_FOUND for an unknown, unfinished, held, or hidden image and without access to it;
   *   FEED_NOT_AUTHOR for a viewer of the room
   */
  find(userId: string, image: ImageOfTake | { readonly uploadId: string }): Promise<ImageSource> {
    return 'uploadId' in image ? this.ofUpload(userId, image.uploadId) : this.ofTake(userId, image.takeId, image.index);
  }

  /** Authors of the take, owners of its room, and editors while the room is public may publish. */
  private async ofTake(userId: string, takeId: string, index: number): Promise<ImageSource> {
    const take = await this.takes.find(takeId);
    if (!take) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    await this.requireRight(userId, take);
    const found = take.status === 'finished' ? take.images[index] : undefined;
    const image = found?.isHidden ? undefined : found;
    if (!image || image.level === 'held') throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const authorship = await this.takes.authorshipOf(takeId);
    const described = await this.describeParameters.ofTake(take, index, authorship);
    return {
      image,
      minimumRating: image.level ?? 'everyone',
      take: { takeId, index },
      roomId: take.roomId,
      participants: participantsOf({
        ...take,
        steererIds: described.parameters.steers.map(({ byId }) => byId),
        stopperId: take.stopped?.byId ?? null,
        promptAuthorIds:
          authorship && isComplete(authorship, take.prompt) ? new Set(authorship.map(([, , id]) => id)) : null,
      }),
      prompt: described.parameters.steers.at(-1)?.prompt ?? take.prompt,
      ...described,
      additions: await this.takes.additionsOf(takeId),
      scheduler: take.settings.scheduler,
      parent: await this.parentOf(take),
    };
  }

  private async ofUpload(userId: string, uploadId: string): Promise<ImageSource> {
    const upload = await this.uploads.byId(uploadId);
    if (upload?.authorId !== userId) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const { infotext, sha256, width, height } = upload;
    const described = infotext === null ? null : await this.describeParameters.ofInfotext(infotext);
    return {
      image: { sha256, width, height },
      minimumRating: upload.minimumRating ?? 'everyone',
      take: null,
      roomId: null,
      participants: [],
      parent: { postId: null, takeId: null },
      prompt: described?.parameters.prompt ?? '',
      parameters: described?.parameters ?? null,
      model: described?.model ?? null,
      additions: described?.additions ?? [],
      scheduler: described?.parameters.scheduler ?? null,
    };
  }

  private async requireRight(userId: string, { authorId, writerIds, roomId }: Take): Promise<void> {
    if (authorId === userId || writerIds.includes(userId)) return;
    const { canView, canPublish } = await this.rooms.rightsOf(userId, roomId);
    if (!canPublish) throw new Rejection(canView ? 'FEED_NOT_AUTHOR' : 'FEED_IMAGE_NOT_FOUND');
  }

  /** The post and the take that a take was made from, each found through the other. */
  private async parentOf({ origin }: Take): Promise<Parent> {
    if (!origin) return { postId: null, takeId: null };
    if ('takeId' in origin) {
      const [post] = await this.posts.ofTakes([origin.takeId]);
      return { postId: post?.id ?? null, takeId: origin.takeId };
    }
    const post = await this.posts.byId(origin.postId);
    return { postId: post?.id ?? null, takeId: post?.take?.takeId ?? null };
  }
}

/** Whether every character of the prompt has an author. */
const isComplete = (authorship: readonly AuthorshipSpan[], prompt: string): boolean =>
  authorship.reduce((length, [from, until]) => length + until - from, 0) === prompt.length;
