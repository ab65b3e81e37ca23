import { Injectable } from '@nestjs/common';
import { ModelCatalogue } from '../domain/model.js';
import { ModelFingerprints, type ModelTrouble, ModelTroubles } from '../domain/model-trouble.js';

/** Which models are not loaded because of what they did. One whose files were replaced since is another model. */
@Injectable()
export class ReadQuarantine {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly fingerprints: ModelFingerprints,
    private readonly troubles: ModelTroubles,
  ) {}

  async run(): Promise<ModelTrouble[]> {
    const held: ModelTrouble[] = [];
    for (const trouble of await this.troubles.quarantined()) {
      const model = await this.models.find(trouble.model);
      if (model && (await this.fingerprints.of(model.dir)) === trouble.fingerprint) held.push(trouble);
    }
    return held;
  }

  /** @returns undefined when the model may be loaded. */
  async of(modelId: string): Promise<ModelTrouble | undefined> {
    return (await this.run()).find(({ model }) => model === modelId);
  }
}
