import { Injectable } from '@nestjs/common';
import { FindTake, type Take, TraceTakes } from '@visionary/generation';
import { Rejection } from '@visionary/kernel';
import { makersOf } from '../../domain/posts/participants.js';
import type { Hand, Parent } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { RoomsOfTakes } from '../../domain/posts/publishing-rights.js';
import type { PictureSource } from './picture-source.js';
import { TellParameters } from './tell-parameters.js';

/** A picture of a take, for whoever may publish it. */
@Injectable()
export class SourceOfTake {
  constructor(
    private readonly findTake: FindTake,
    private readonly trace: TraceTakes,
    private readonly rooms: RoomsOfTakes,
    private readonly posts: Posts,
    private readonly tell: TellParameters,
  ) {}

  /**
   * For whoever wrote it, owns its room, or writes in it while it is public. Reads files.
   * @throws Rejection FEED_PICTURE_UNKNOWN, also while it renders and where the take must not be seen; FEED_NOT_YOURS
   */
  async run(personId: string, takeId: string, index: number): Promise<PictureSource> {
    const take = await this.findTake.run(takeId);
    if (!take) throw new Rejection('FEED_PICTURE_UNKNOWN');
    await this.requireRight(personId, take);
    const found = take.status === 'finished' ? take.pictures[index] : undefined;
    const picture = found?.isCovered ? undefined : found;
    // What is held back is for nobody yet.
    if (!picture || picture.level === 'held') throw new Rejection('FEED_PICTURE_UNKNOWN');
    const hands = await this.trace.handsOf(takeId);
    const told = await this.tell.ofTake(take, index, hands);
    return {
      picture,
      atLeast: picture.level ?? 'everybody',
      take: { takeId, index },
      roomId: take.roomId,
      makers: makersOf({
        ...take,
        steererIds: told.parameters.steers.map(({ byId }) => byId),
        stopperId: take.stopped?.byId ?? null,
        handIds: hands && isWhole(hands, take.prompt) ? new Set(hands.map(([, , id]) => id)) : null,
      }),
      prompt: take.prompt,
      ...told,
      loras: await this.trace.lorasOf(takeId),
      scheduler: take.settings.scheduler,
      parent: await this.parentOf(take),
    };
  }

  private async requireRight(personId: string, { authorId, writerIds, roomId }: Take): Promise<void> {
    if (authorId === personId || writerIds.includes(personId)) return;
    const { sees, publishes } = await this.rooms.rightsOf(personId, roomId);
    if (!publishes) throw new Rejection(sees ? 'FEED_NOT_YOURS' : 'FEED_PICTURE_UNKNOWN');
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

const isWhole = (hands: readonly Hand[], prompt: string): boolean =>
  hands.reduce((known, [from, until]) => known + until - from, 0) === prompt.length;
