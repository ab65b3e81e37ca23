import { Injectable } from '@nestjs/common';
import type { HubVersionRef } from '../domain/hub-version-ref.js';
import { ModelCatalog } from '../domain/model.js';
import { ModelFingerprints, type ModelFailure, ModelFailures } from '../domain/model-failure.js';

/** Which models are not loaded because of what they did. One whose files were replaced since is another model. */
@Injectable()
export class ReadQuarantine {
  constructor(
    private readonly models: ModelCatalog,
    private readonly fingerprints: ModelFingerprints,
    private readonly troubles: ModelFailures,
  ) {}

  async run(): Promise<ModelFailure[]> {
    const held: ModelFailure[] = [];
    for (const trouble of await this.troubles.quarantined()) {
      const model = await this.models.find(trouble.model);
      if (model && (await this.fingerprints.ofModel(model)) === trouble.fingerprint) held.push(trouble);
    }
    for (const { id, hub } of await this.models.list()) {
      if (hub?.isQuarantined && !held.some(({ model }) => model === id)) held.push(setAside(id, hub));
    }
    return held;
  }

  /** @returns undefined when the model may be loaded. */
  async of(modelId: string): Promise<ModelFailure | undefined> {
    return (await this.run()).find(({ model }) => model === modelId);
  }
}

/** The hub set it aside for a reason of its own. */
const setAside = (model: string, { hash, at }: HubVersionRef): ModelFailure => ({
  ...{ model, fingerprint: hash, losses: 0, why: 'it was set aside in the hub', lastAt: at, quarantinedAt: at },
});
