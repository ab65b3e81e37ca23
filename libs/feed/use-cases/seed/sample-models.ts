import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import { MODELS, type SampleModel, type SampleVersion } from '../../domain/seed/seed-models.js';
import { SeedFeedback } from './seed-feedback.js';

/** A version of MODELS that is published. */
export interface SeedLora {
  readonly id: string;
  readonly modelId: string;
  /** SHA-256 of its file. */
  readonly hash: string;
}

/**
 * Publishes a version, as its creator would; what is there already stays.
 * @param modelId what it is a later version of
 * @returns null where it cannot be made, or somebody else's is called that
 */
export type PublishSample = (
  creatorId: string,
  wanted: { readonly model: SampleModel; readonly version: SampleVersion; readonly modelId: string | undefined },
) => Promise<SeedLora | null>;

/** Some of the samples' users are creators; the others say what they think of it. */
@Injectable()
export class SampleModels {
  constructor(private readonly talk: SeedFeedback) {}

  /** @returns what is published now */
  async run(users: readonly User[], publish: PublishSample): Promise<SeedLora[]> {
    const made: SeedLora[] = [];
    for (const model of MODELS) {
      const creator = users[model.by];
      if (!creator) continue;
      let modelId: string | undefined;
      for (const version of model.versions) {
        const lora = await publish(creator.id, { model, version, modelId });
        if (!lora) break;
        modelId = lora.modelId;
        made.push(lora);
      }
      if (modelId !== undefined) await this.talk.run(modelId, model, users);
    }
    return made;
  }
}
