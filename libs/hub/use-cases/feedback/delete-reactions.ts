import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { ModelReactionsChanged } from '../../domain/feedback/events.js';
import { Reactions } from '../../domain/feedback/reactions.js';
import { Versions } from '../../domain/version.js';

/** Inside a transaction: emoji that are nowhere any more. */
@Injectable()
export class DeleteReactions {
  constructor(
    private readonly reactions: Reactions,
    private readonly versions: Versions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** All that somebody gave. @returns the models among what they gave it to */
  async run(userId: string, atOnce: number): Promise<string[]> {
    const modelIds: string[] = [];
    for (;;) {
      const page = await this.reactions.givenBy(userId, { targetId: '', emoji: '' }, atOnce);
      if (page.length === 0) return modelIds;
      const targetIds = [...new Set(page.map(({ targetId }) => targetId))];
      await this.reactions.forgetGiven(userId, targetIds);
      for (const { id, creatorId } of await this.versions.modelsByIds(targetIds)) {
        modelIds.push(id);
        this.unitOfWork.publish(new ModelReactionsChanged(id, creatorId, null));
      }
    }
  }

  /** All that was given to these. */
  to(targetIds: readonly string[]): Promise<void> {
    return this.reactions.forget(targetIds);
  }
}
