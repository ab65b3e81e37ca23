import { Injectable } from '@nestjs/common';
import { QuarantineVersion } from '@visionary/hub';
import { Clock, Rejection, UnitOfWork } from '@visionary/kernel';
import { ModelQuarantined } from '../domain/events.js';
import type { HubVersionRef } from '../domain/hub-version-ref.js';
import {
  causeOf,
  LOSSES_BEFORE_QUARANTINE,
  type ModelFailure,
  type RendererLoss,
  TIMEOUT_MEMORY_MS,
  timeoutReason,
  TIMEOUTS_BEFORE_QUARANTINE,
} from '../domain/model-failure.js';
import { ModelCatalog } from '../domain/model.js';
import { ModelFileFingerprints } from '../storage/model-file-fingerprints.js';
import { SqlModelFailures } from '../storage/sql-model-failures.js';

/** Quarantines models that crash or hang renderers. A model whose files were replaced counts as another model. */
@Injectable()
export class QuarantineService {
  constructor(
    private readonly models: ModelCatalog,
    private readonly fingerprints: ModelFileFingerprints,
    private readonly failures: SqlModelFailures,
    private readonly versions: QuarantineVersion,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** All quarantined models, those of the hub included. */
  async list(): Promise<ModelFailure[]> {
    const quarantined: ModelFailure[] = [];
    for (const failure of await this.failures.quarantined()) {
      const model = await this.models.find(failure.model);
      if (model && (await this.fingerprints.ofModel(model)) === failure.fingerprint) quarantined.push(failure);
    }
    for (const { id, hub } of await this.models.list()) {
      if (hub?.isQuarantined && !quarantined.some(({ model }) => model === id)) quarantined.push(hubFailure(id, hub));
    }
    return quarantined;
  }

  /** @returns undefined if the model may be loaded */
  async of(modelId: string): Promise<ModelFailure | undefined> {
    return (await this.list()).find(({ model }) => model === modelId);
  }

  /** Why this server quarantined a model; undefined if it did not. */
  async reasonFor(modelId: string): Promise<ReturnType<typeof causeOf> | undefined> {
    const failure = (await this.failures.quarantined()).find(({ model }) => model === modelId);
    return failure && causeOf(failure);
  }

  /** @returns null if the folder does not exist */
  async fingerprintOf(modelId: string): Promise<string | null> {
    const model = await this.models.find(modelId);
    return model ? this.fingerprints.ofModel(model) : null;
  }

  /**
   * Counts a loss, and quarantines the model on the second one without a finished take in between.
   * @param reason in English, for operators
   * @returns whether the model is quarantined now
   */
  async recordFailure(model: string, reason: string): Promise<boolean> {
    const fingerprint = await this.fingerprintOf(model);
    return fingerprint !== null && this.recordLoss({ model, fingerprint, reason });
  }

  /** As `recordFailure`, for a known fingerprint. */
  recordLoss(loss: Omit<RendererLoss, 'at'>): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const at = this.clock.now();
      const losses = await this.failures.countLoss({ ...loss, at });
      return losses >= LOSSES_BEFORE_QUARANTINE && this.quarantineAt(at, loss);
    });
  }

  /** Counts a take that exceeded its time as a loss. Finished takes in between don't make up for the third one within a day. */
  recordTimeout({ reason: detail, ...about }: Omit<RendererLoss, 'at'>): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const [at, loss] = [this.clock.now(), { ...about, reason: timeoutReason(detail) }];
      await this.failures.forgetBefore(loss.model, at - TIMEOUT_MEMORY_MS);
      const { losses, timeouts } = await this.failures.countTimeout({ ...loss, at });
      const isTooOften = losses >= LOSSES_BEFORE_QUARANTINE || timeouts >= TIMEOUTS_BEFORE_QUARANTINE;
      return isTooOften && this.quarantineAt(at, loss);
    });
  }

  private async quarantineAt(at: number, { model, reason }: Omit<RendererLoss, 'at'>): Promise<true> {
    if (await this.failures.quarantine(model, at)) this.unitOfWork.publish(new ModelQuarantined(model, reason));
    return true;
  }

  /** Forgets losses of a model that rendered a take. Writes nothing if there were none. */
  async resetFailures(model: string): Promise<void> {
    if (await this.failures.hasFailures(model)) await this.failures.reset(model);
  }

  /** Releases a model here and in the hub. @throws Rejection GENERATION_MODEL_NOT_FOUND if it is quarantined in neither */
  async release(model: string): Promise<void> {
    const wasQuarantined = await this.failures.release(model);
    // An interrupted release may have reached only one of the two.
    const wasQuarantinedInHub = await this.versions.release(model);
    if (!wasQuarantined && !wasQuarantinedInHub) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model });
  }
}

const hubFailure = (model: string, { hash, at }: HubVersionRef): ModelFailure => ({
  model,
  fingerprint: hash,
  losses: 0,
  reason: 'it is quarantined in the hub',
  lastAt: at,
  quarantinedAt: at,
});
