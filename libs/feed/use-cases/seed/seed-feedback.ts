import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import { HubCommentsService, HubReactionsService, HubReviewsService } from '@visionary/hub';
import type { SampleModel } from '../../domain/seed/seed-models.js';
import { sampleId } from './sample-ids.js';

const HEART = '❤️';

/** What the samples' users think of each other's models. Said again it is the same. */
@Injectable()
export class SeedFeedback {
  constructor(
    private readonly reviews: HubReviewsService,
    private readonly comments: HubCommentsService,
    private readonly reactions: HubReactionsService,
  ) {}

  async run(modelId: string, { name, likedBy, reviews, comments }: SampleModel, users: readonly User[]) {
    const idOf = (by: number): string => users[by]?.id ?? '';
    for (const by of likedBy) await this.reactions.reactToModel({ modelId, userId: idOf(by), emoji: HEART, on: true });
    for (const { by, stars, words } of reviews) {
      await this.reviews.set({ modelId, userId: idOf(by), stars, words });
    }
    for (const [n, { by, text, answer }] of comments.entries()) {
      const clientId = sampleId(`comment ${n} on ${name}`);
      const said = await this.comments.add({ modelId, userId: idOf(by), clientId, text });
      if (!answer) continue;
      const answerId = sampleId(`answer ${n} on ${name}`);
      await this.comments.add({
        ...{ modelId, userId: idOf(answer.by), clientId: answerId, text: answer.text, parentId: said.id },
      });
    }
  }
}
