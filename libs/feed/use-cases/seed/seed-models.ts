import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import { CommentsService, HEART, ReactionsService } from '@visionary/comments';
import { HubReviewsService } from '@visionary/hub';
import { MODELS, type SampleModel, type SampleVersion } from '../../domain/seed/seed-models.js';
import { seedId } from './seed-ids.js';

/** A published version of MODELS. */
export interface SeedLora {
  readonly id: string;
  readonly modelId: string;
  /** SHA-256 of its file. */
  readonly hash: string;
}

/**
 * Publishes a version as its creator. An existing version stays unchanged.
 * @param request `modelId`: the model of earlier versions
 * @returns null when it can't be created, or when another user owns the name
 */
export type PublishSample = (
  creatorId: string,
  request: { readonly model: SampleModel; readonly version: SampleVersion; readonly modelId: string | undefined },
) => Promise<SeedLora | null>;

/** Seeds models of the hub with reactions, reviews, and comments. Idempotent. */
@Injectable()
export class SeedModels {
  constructor(
    private readonly reviews: HubReviewsService,
    private readonly comments: CommentsService,
    private readonly reactions: ReactionsService,
  ) {}

  /** @returns the published versions */
  async run(users: readonly User[], publish: PublishSample): Promise<SeedLora[]> {
    const published: SeedLora[] = [];
    for (const model of MODELS) {
      const creator = users[model.by];
      if (!creator) continue;
      let modelId: string | undefined;
      for (const version of model.versions) {
        const lora = await publish(creator.id, { model, version, modelId });
        if (!lora) break;
        modelId = lora.modelId;
        published.push(lora);
      }
      if (modelId !== undefined) await this.addFeedback(modelId, model, users);
    }
    return published;
  }

  private async addFeedback(
    modelId: string,
    { name, likedBy, reviews, comments }: SampleModel,
    users: readonly User[],
  ): Promise<void> {
    const idOf = (by: number): string => users[by]?.id ?? '';
    const target = { kind: 'model', id: modelId } as const;
    for (const by of likedBy) await this.reactions.react({ target, userId: idOf(by), emoji: HEART, on: true });
    for (const { by, stars, text } of reviews) {
      await this.reviews.set({ modelId, userId: idOf(by), stars, text });
    }
    for (const [n, { by, text, answer }] of comments.entries()) {
      const clientId = seedId(`comment ${n} on ${name}`);
      const subject = { kind: 'model', id: modelId } as const;
      const comment = await this.comments.add({ subject, userId: idOf(by), clientId, text });
      if (!answer) continue;
      await this.comments.add({
        subject,
        userId: idOf(answer.by),
        clientId: seedId(`answer ${n} on ${name}`),
        text: answer.text,
        parentId: comment.id,
      });
    }
  }
}
