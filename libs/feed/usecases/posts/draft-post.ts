import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { hotScore } from '../../domain/posts/hot-score.js';
import { PostLimits } from '../../domain/posts/limits.js';
import { withPublisher } from '../../domain/posts/participants.js';
import { type NewPost, type PictureOfTake, type Said, stricter } from '../../domain/posts/post.js';
import { FindMentioned } from './find-mentioned.js';
import type { PictureSource } from './picture-source.js';
import { PictureSources } from './picture-sources.js';

export interface PublishOrder extends Said {
  readonly personId: string;
  readonly clientId: string;
  readonly picture: PictureOfTake | { readonly uploadId: string };
  /** Who of those who took part is named; absent: all. */
  readonly peopleIds?: readonly string[] | undefined;
}

/** A post as it would be, from what somebody wants to show. */
@Injectable()
export class DraftPost {
  constructor(
    private readonly sources: PictureSources,
    private readonly mentioned: FindMentioned,
    private readonly limits: PostLimits,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @throws Rejection as SourceOfTake and SourceOfUpload */
  async run(order: PublishOrder): Promise<NewPost> {
    const source = await this.sources.run(order.personId, order.picture);
    const { title, words, tags, commentsOn, personId, clientId } = order;
    const maturity = stricter(source.atLeast, order.maturity);
    const { makers: _makers, ...known } = source;
    const at = this.clock.now();
    return {
      ...{ id: this.ids.next(), authorId: personId, clientId, title, words, tags, maturity, commentsOn },
      ...known,
      people: this.people(order, source),
      mentionIds: await this.mentioned.run(words),
      ...{ at, editedAt: null, likes: 0, comments: 0, views: 0, isSample: false },
      meantFor: order.maturity,
      hot: hotScore({ likes: 0, comments: 0, at }),
    };
  }

  private people({ personId, peopleIds }: PublishOrder, { makers, take }: PictureSource) {
    return withPublisher(makers, {
      publisherId: personId,
      part: take ? 'published' : 'uploaded',
      ...(peopleIds && { only: peopleIds }),
      atMost: this.limits.peoplePerPost,
    });
  }
}
