import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import { MODELS, type SampleModel, type SampleVersion } from '../../domain/samples/made.js';
import { SampleTalk } from './sample-talk.js';

/** A version of MODELS that is published. */
export interface MadeLora {
  readonly id: string;
  readonly modelId: string;
  /** SHA-256 of its file. */
  readonly hash: string;
}

/**
 * Publishes a version, as its maker would; what is there already stays.
 * @param modelId what it is a later version of
 * @returns null where it cannot be made, or somebody else's is called that
 */
export type PublishSample = (
  makerId: string,
  wanted: { readonly model: SampleModel; readonly version: SampleVersion; readonly modelId: string | undefined },
) => Promise<MadeLora | null>;

/** Some of the samples' people are makers; the others say what they think of it. */
@Injectable()
export class SampleModels {
  constructor(private readonly talk: SampleTalk) {}

  /** @returns what is published now */
  async run(people: readonly Person[], publish: PublishSample): Promise<MadeLora[]> {
    const made: MadeLora[] = [];
    for (const model of MODELS) {
      const maker = people[model.by];
      if (!maker) continue;
      let modelId: string | undefined;
      for (const version of model.versions) {
        const lora = await publish(maker.id, { model, version, modelId });
        if (!lora) break;
        modelId = lora.modelId;
        made.push(lora);
      }
      if (modelId !== undefined) await this.talk.run(modelId, model, people);
    }
    return made;
  }
}
