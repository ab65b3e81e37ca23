import { Injectable } from '@nestjs/common';
import { HubComments } from '../../domain/feedback/comments.js';
import { Reactions } from '../../domain/feedback/reactions.js';
import { Reviews } from '../../domain/feedback/reviews.js';

const AT_ONCE = 500;

/** Inside the transaction that removes a model: what was said about it and given to it goes with it. */
@Injectable()
export class DeleteModelFeedback {
  constructor(
    private readonly comments: HubComments,
    private readonly reviews: Reviews,
    private readonly reactions: Reactions,
  ) {}

  async run(modelId: string): Promise<void> {
    await this.reactions.forget([modelId]);
    for (const said of [this.comments, this.reviews]) {
      for (let ids: string[] = []; (ids = await said.someOf(modelId, AT_ONCE)).length > 0;) {
        await this.reactions.forget(ids);
        await said.remove(ids);
      }
    }
  }
}
