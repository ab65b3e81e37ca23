import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { hotScore } from '../../domain/posts/hot-score.js';
import { PostLimits } from '../../domain/posts/limits.js';
import { withPublisher } from '../../domain/posts/participants.js';
import { type NewPost, type ImageOfTake, type PostText, stricter } from '../../domain/posts/post.js';
import { ResolveMentions } from './resolve-mentions.js';
import type { ImageSource } from './image-source.js';
import { ImageSources } from './image-sources.js';

export interface PublishOrder extends PostText {
  readonly userId: string;
  readonly clientId: string;
  readonly image: ImageOfTake | { readonly uploadId: string };
  /** Who of those who took part is named; absent: all. */
  readonly participantIds?: readonly string[] | undefined;
}

/** A post as it would be, from what somebody wants to show. */
@Injectable()
export class DraftPost {
  constructor(
    private readonly sources: ImageSources,
    private readonly mentioned: ResolveMentions,
    private readonly limits: PostLimits,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws Rejection as SourceOfTake and SourceOfUpload */
  async run(order: PublishOrder): Promise<NewPost> {
    const source = await this.sources.run(order.userId, order.image);
    const { title, words, tags, commentsEnabled, userId, clientId } = order;
    const contentRating = stricter(source.atLeast, order.contentRating);
    const { creators: _makers, ...known } = source;
    const at = this.clock.now();
    return {
      ...{ id: this.ids.next(), authorId: userId, clientId, title, words, tags, contentRating, commentsEnabled },
      ...known,
      users: this.users(order, source),
      mentionIds: await this.mentioned.run(words),
      ...{ at, editedAt: null, likes: 0, comments: 0, views: 0, isSample: false },
      requestedRating: order.contentRating,
      hot: hotScore({ likes: 0, comments: 0, at }),
    };
  }

  private users({ userId, participantIds: userIds }: PublishOrder, { creators, take }: ImageSource) {
    return withPublisher(creators, {
      publisherId: userId,
      part: take ? 'published' : 'uploaded',
      ...(userIds && { only: userIds }),
      atMost: this.limits.usersPerPost,
    });
  }
}
