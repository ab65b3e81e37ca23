import { Injectable } from '@nestjs/common';
import { type Take, TakesService } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { participantsOf } from '../../domain/posts/participants.js';
import type { AuthorshipSpan, Parent } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { TakeRoomRights } from '../../domain/posts/publishing-rights.js';
import type { ImageSource } from './image-source.js';
import { DescribeParameters } from './describe-parameters.js';

/** An image of a take, for whoever may publish it. */
@Injectable()
export class SourceOfTake {
  constructor(
    private readonly takes: TakesService,
    private readonly rooms: TakeRoomRights,
    private readonly posts: Posts,
    private readonly tell: DescribeParameters,
  ) {}

  /**
   * For whoever wrote it, owns its room, or writes in it while it is public. Reads files.
   * @throws Rejection FEED_IMAGE_NOT_FOUND, also while it renders and where the take must not be seen; FEED_NOT_AUTHOR
   */
  async run(userId: string, takeId: string, index: number): Promise<ImageSource> {
    const take = await this.takes.find(takeId);
    if (!take) throw new Rejection('FEED_IMAGE_NOT_FOUND');
    await this.requireRight(userId, take);
    const found = take.status === 'finished' ? take.images[index] : undefined;
    const image = found?.isHidden ? undefined : found;
    // What is held back is for nobody yet.
    if (!image || image.level === 'held') throw new Rejection('FEED_IMAGE_NOT_FOUND');
    const hands = await this.takes.authorshipOf(takeId);
    const told = await this.tell.ofTake(take, index, hands);
    return {
      image,
      atLeast: image.level ?? 'everyone',
      take: { takeId, index },
      roomId: take.roomId,
      creators: participantsOf({
        ...take,
        steererIds: told.parameters.steers.map(({ byId }) => byId),
        stopperId: take.stopped?.byId ?? null,
        handIds: hands && isIntact(hands, take.prompt) ? new Set(hands.map(([, , id]) => id)) : null,
      }),
      prompt: take.prompt,
      ...told,
      loras: await this.takes.lorasOf(takeId),
      scheduler: take.settings.scheduler,
      parent: await this.parentOf(take),
    };
  }

  private async requireRight(userId: string, { authorId, writerIds, roomId }: Take): Promise<void> {
    if (authorId === userId || writerIds.includes(userId)) return;
    const { canView, canPublish } = await this.rooms.rightsOf(userId, roomId);
    if (!canPublish) throw new Rejection(canView ? 'FEED_NOT_AUTHOR' : 'FEED_IMAGE_NOT_FOUND');
  }

  /** The post and the take it comes from, where either tells of the other. */
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

const isIntact = (hands: readonly AuthorshipSpan[], prompt: string): boolean =>
  hands.reduce((known, [from, until]) => known + until - from, 0) === prompt.length;
