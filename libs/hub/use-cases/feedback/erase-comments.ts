import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { HubComments, type StoredComment } from '../../domain/feedback/comments.js';
import { CommentsChanged, ModelFeedbackDeleted } from '../../domain/feedback/events.js';
import { Reactions } from '../../domain/feedback/reactions.js';

/**
 * Inside a transaction: what these comments said and were given is nowhere any more. That one was there stays only where
 * others stand beneath it. Whoever calls counts them.
 */
@Injectable()
export class EraseComments {
  constructor(
    private readonly comments: HubComments,
    private readonly reactions: Reactions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @param all about one model, none of them removed already */
  async run(all: readonly StoredComment[], byId: string, at: number): Promise<void> {
    const [first] = all;
    if (!first) return;
    const traces = all.filter(({ replies }) => replies > 0);
    const gone = all.filter(({ replies }) => replies <= 0);
    const parentIds = [...new Set(gone.flatMap(({ parentId }) => parentId ?? []))];
    await this.reactions.forget(idsOf(all));
    await this.comments.empty(idsOf(traces), byId, at);
    await this.comments.remove(idsOf(gone));
    await this.comments.recountReplies(parentIds);
    const bare = await this.comments.bareTraces([...parentIds, ...idsOf(traces)]);
    await this.comments.remove(idsOf(bare));
    const bareIds = new Set(idsOf(bare));
    const changedIds = [...idsOf(traces), ...parentIds].filter((id) => !bareIds.has(id));
    const emptied = gone.map((one) => ({ ...one, text: '', mentionIds: [], removed: { byId, at } }));
    this.unitOfWork.publish(new ModelFeedbackDeleted(idsOf(all)));
    this.unitOfWork.publish(new CommentsChanged(first.modelId, changedIds, [...emptied, ...bare]));
  }
}

const idsOf = (comments: readonly StoredComment[]): string[] => comments.map(({ id }) => id);
