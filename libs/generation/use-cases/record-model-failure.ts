import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { ModelQuarantined } from '../domain/events.js';
import { ModelCatalog } from '../domain/model.js';
import {
  LOSSES_BEFORE_QUARANTINE,
  ModelFingerprints,
  type RendererLoss,
  ModelFailures,
} from '../domain/model-failure.js';

/** A model hung or killed its renderer: the second time without an image in between it is quarantined. */
@Injectable()
export class RecordModelFailure {
  constructor(
    private readonly models: ModelCatalog,
    private readonly fingerprints: ModelFingerprints,
    private readonly troubles: ModelFailures,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param why in words for whoever looks after the instance. @returns whether the model is in quarantine now. */
  async run(model: string, why: string): Promise<boolean> {
    const fingerprint = await this.fingerprintOf(model);
    return fingerprint !== null && this.note({ model, fingerprint, why });
  }

  /** @returns null for a folder that is gone: nobody loads that. */
  async fingerprintOf(modelId: string): Promise<string | null> {
    const model = await this.models.find(modelId);
    return model ? this.fingerprints.ofModel(model) : null;
  }

  /** As `run`, of files that were looked at already. */
  note(loss: Omit<RendererLoss, 'at'>): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const at = this.clock.now();
      const losses = await this.troubles.count({ ...loss, at });
      if (losses < LOSSES_BEFORE_QUARANTINE) return false;
      if (await this.troubles.quarantine(loss.model, at)) {
        this.unitOfWork.publish(new ModelQuarantined(loss.model, loss.why));
      }
      return true;
    });
  }
}
