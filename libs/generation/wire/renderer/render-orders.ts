import { Injectable } from '@nestjs/common';
import { isRejection } from '@visionary/kernel';
import { goneFailure } from '../../domain/losses.js';
import type { Manifests } from '../../domain/manifest.js';
import { type Model, ModelCatalogue } from '../../domain/model.js';
import type { RenderJob, RenderRecord } from '../../domain/renderer-protocol.js';
import type { TurnOrder } from '../../domain/renderers.js';
import type { FailureCode, Take } from '../../domain/take.js';
import { Takes } from '../../domain/takes.js';
import { FindManifests } from '../../usecases/find-manifests.js';
import { OrderParts } from './order-parts.js';

/** A take that cannot be rendered any more, in one sentence. */
export class OrderTrouble extends Error {
  constructor(
    readonly code: FailureCode,
    detail: string,
  ) {
    super(detail);
  }
}

/** A take as the renderer is told it. */
@Injectable()
export class RenderOrders {
  constructor(
    private readonly models: ModelCatalogue,
    private readonly takes: Takes,
    private readonly parts: OrderParts,
    private readonly manifests: FindManifests,
  ) {}

  /** @returns null when its model was taken away after it was queued. @throws OrderTrouble where something else was */
  async of(take: Take, watched: boolean): Promise<Pick<TurnOrder, 'command' | 'manifests'> | null> {
    const model = await this.models.find(take.settings.model);
    if (!model) return null;
    // A take that repeats another one has that one's record until it gets its own.
    const record = await this.takes.recordOf(take.id);
    const asked = record === null ? await this.newJob(model, take) : (JSON.parse(record) as RenderRecord).job;
    const job = { ...asked, ...courseOf(take, asked) };
    const [loraFiles, pictures] = await Promise.all([this.parts.loraFiles(job), this.parts.pictures(job)]);
    const command = { type: 'render', takeId: take.id, modelDir: model.dir ?? '', modelName: model.id } as const;
    const whole = { ...command, job, watched, ...(loraFiles.length > 0 && { loraFiles }), ...pictures };
    const manifests = await this.manifestsOf(
      model,
      (job.loras ?? []).map(({ id }) => id),
    );
    return { command: whole, ...(manifests && { manifests }) };
  }

  private async manifestsOf(model: Model, loraIds: readonly string[]): Promise<Manifests | undefined> {
    try {
      return await this.manifests.of(model, loraIds);
    } catch (error) {
      if (!isRejection(error)) throw error;
      const { lora } = error.detail ?? {};
      if (lora !== undefined) throw new OrderTrouble('LORA_INVALID', `${lora} is gone.`);
      const { code, detail } = goneFailure(String(error.detail?.model));
      throw new OrderTrouble(code, detail);
    }
  }

  private async newJob(model: Model, take: Take): Promise<RenderJob> {
    try {
      return await this.parts.newJob(model, take);
    } catch (error) {
      if (!isRejection(error)) throw error;
      const { lora } = error.detail ?? {};
      if (lora !== undefined) throw new OrderTrouble('LORA_INVALID', `${lora} is gone, or fits this model no longer.`);
      throw new OrderTrouble('RENDER_FAILED', `What it was asked with is no longer there: ${error.code}.`);
    }
  }
}

/** What people did to it on its way: it is the same picture that they saw, however often its renderer was lost. */
const courseOf = ({ steers, stopped }: Take, { changes = [] }: RenderJob): Pick<RenderJob, 'changes' | 'stopAt'> => {
  const held = steers.map(({ picture, step, prompt, negative }) => ({ picture, step, prompt, negative }));
  const all = held.length < changes.length ? changes : held;
  return {
    ...(all.length > 0 && { changes: all }),
    ...(stopped && { stopAt: { picture: stopped.picture, step: stopped.step } }),
  };
};
