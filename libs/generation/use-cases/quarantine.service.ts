import type { Provider } from '@visionary/contract';
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
import { type ProviderFailures, providerOf } from '../domain/renderer-selection.js';
import { Renderers } from '../domain/renderers.js';
import { ModelFileFingerprints } from '../storage/model-file-fingerprints.js';
import { SqlModelFailures } from '../storage/sql-model-failures.js';

/** Quarantines models that crash or hang renderers, each for the provider that it crashed on. A model whose files were replaced counts as another model. */
@Injectable()
export class QuarantineService {
  constructor(
    private readonly models: ModelCatalog,
    private readonly fingerprints: ModelFileFingerprints,
    private readonly failures: SqlModelFailures,
    private readonly versions: QuarantineVersion,
    private readonly renderers: Renderers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** All quarantined models, one for each provider, those of the hub included. */
  async list(): Promise<ModelFailure[]> {
    const quarantined = (await this.current()).filter(({ quarantinedAt }) => quarantinedAt !== null);
    for (const { id, hub } of await this.models.list()) {
      if (hub?.isQuarantined && !quarantined.some(({ model }) => model === id)) quarantined.push(hubFailure(id, hub));
    }
    return quarantined;
  }

  /** One for each model that no known renderer may load. */
  async unusable(): Promise<ModelFailure[]> {
    const providers = new Set(this.renderers.list().map(providerOf));
    return [...Map.groupBy(await this.list(), ({ model }) => model).values()].flatMap((failures) => {
      const isFor = (provider: Provider) => failures.some((one) => (one.provider ?? provider) === provider);
      return [...providers].every(isFor) ? [failures[0]!] : [];
    });
  }

  /** @returns undefined if a known renderer may load the model */
  async of(modelId: string): Promise<ModelFailure | undefined> {
    return (await this.unusable()).find(({ model }) => model === modelId);
  }

  /** @returns undefined if renderers with this provider may load the model */
  async on(provider: Provider, modelId: string): Promise<ModelFailure | undefined> {
    const failures = (await this.list()).filter(({ model }) => model === modelId);
    return failures.find((one) => (one.provider ?? provider) === provider);
  }

  /** The providers that models crashed on, by model. */
  async providerFailures(): Promise<ReadonlyMap<string, ProviderFailures>> {
    const byModel = Map.groupBy(await this.current(), ({ model }) => model);
    const providersOf = (failures: readonly ModelFailure[]) =>
      new Set(failures.flatMap(({ provider }) => (provider === undefined ? [] : [provider])));
    return new Map(
      [...byModel].map(([model, failures]) => {
        const quarantined = providersOf(failures.filter(({ quarantinedAt }) => quarantinedAt !== null));
        return [model, { quarantined, failed: providersOf(failures) }];
      }),
    );
  }

  /** Why this server quarantined a model; undefined if it did not. */
  async reasonFor(modelId: string): Promise<ReturnType<typeof causeOf> | undefined> {
    const failures = await this.failures.all();
    const failure = failures.find(({ model, quarantinedAt }) => model === modelId && quarantinedAt !== null);
    return failure && causeOf(failure);
  }

  /** Failures of the files that the models have now. */
  private async current(): Promise<ModelFailure[]> {
    const current: ModelFailure[] = [];
    for (const failure of await this.failures.all()) {
      if ((await this.fingerprintOf(failure.model)) === failure.fingerprint) current.push(failure);
    }
    return current;
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
  async recordFailure(model: string, reason: string, provider: Provider = 'cpu'): Promise<boolean> {
    const fingerprint = await this.fingerprintOf(model);
    return fingerprint !== null && this.recordLoss({ model, provider, fingerprint, reason });
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
      await this.failures.forgetBefore(loss, at - TIMEOUT_MEMORY_MS);
      const { losses, timeouts } = await this.failures.countTimeout({ ...loss, at });
      const isTooOften = losses >= LOSSES_BEFORE_QUARANTINE || timeouts >= TIMEOUTS_BEFORE_QUARANTINE;
      return isTooOften && this.quarantineAt(at, loss);
    });
  }

  private async quarantineAt(at: number, loss: Omit<RendererLoss, 'at'>): Promise<true> {
    if (await this.failures.quarantine(loss, at)) {
      this.unitOfWork.publish(new ModelQuarantined(loss.model, loss.provider, loss.reason));
    }
    return true;
  }

  /** Forgets losses of a model that rendered a take with a provider. Writes nothing if there were none. */
  async resetFailures(model: string, provider: Provider = 'cpu'): Promise<void> {
    const where = { model, provider };
    if (await this.failures.hasFailures(where)) await this.failures.reset(where);
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
  provider: undefined,
  fingerprint: hash,
  losses: 0,
  reason: 'it is quarantined in the hub',
  lastAt: at,
  quarantinedAt: at,
});
