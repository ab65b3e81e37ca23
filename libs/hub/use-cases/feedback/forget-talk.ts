import { Injectable } from '@nestjs/common';
import { HubComments, type StoredComment } from '../../domain/feedback/comments.js';
import { type Review, Reviews } from '../../domain/feedback/reviews.js';
import { RecountModels } from './recount-models.js';
import { EraseComments } from './erase-comments.js';
import { DeleteReactions } from './delete-reactions.js';

const AT_ONCE = 200;

/** Inside the transaction in which somebody leaves: what they said and gave is nowhere any more, and counts are as without it. */
@Injectable()
export class DeleteUserFeedback {
  constructor(
    private readonly comments: HubComments,
    private readonly reviews: Reviews,
    private readonly erase: EraseComments,
    private readonly given: DeleteReactions,
    private readonly counting: RecountModels,
  ) {}

  /** @param at ms since 1970 */
  async run(userId: string, at: number): Promise<void> {
    const modelIds = [
      ...(await this.given.run(userId, AT_ONCE)),
      ...(await this.forgetReviews(userId)),
      ...(await this.eraseComments(userId, at)),
    ];
    await this.counting.run(modelIds);
  }

  private async forgetReviews(userId: string): Promise<string[]> {
    const modelIds: string[] = [];
    for (let page: Review[] = []; (page = await this.reviews.by(userId, '', AT_ONCE)).length > 0;) {
      await this.given.to(page.map(({ id }) => id));
      await this.reviews.remove(page.map(({ id }) => id));
      this.counting.tell(page);
      modelIds.push(...page.map(({ modelId }) => modelId));
    }
    return modelIds;
  }

  private async eraseComments(userId: string, at: number): Promise<string[]> {
    const modelIds: string[] = [];
    for (let after = '', more = true; more;) {
      const page = await this.comments.saidBy(userId, after, AT_ONCE);
      const said: StoredComment[] = page.filter(({ removed }) => !removed);
      for (const [modelId, some] of Map.groupBy(said, (one) => one.modelId)) {
        await this.erase.run(some, userId, at);
        modelIds.push(modelId);
      }
      more = page.length === AT_ONCE;
      after = page.at(-1)?.id ?? after;
    }
    return modelIds;
  }
}
