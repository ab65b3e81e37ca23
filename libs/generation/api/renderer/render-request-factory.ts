import { Injectable } from '@nestjs/common';
import { isRejection } from '@visionary/kernel';
import { modelDeletedFailure } from '../../domain/take-failures.js';
import type { Manifests } from '../../domain/manifest.js';
import { type Model, ModelCatalog } from '../../domain/model.js';
import type { RenderJob, RenderRecord } from '../../domain/renderer-protocol.js';
import type { AttemptRequest } from '../../domain/renderers.js';
import type { FailureCode, Take } from '../../domain/take.js';
import { Takes } from '../../domain/takes.js';
import { FindManifests } from '../../use-cases/find-manifests.js';
import { RenderInputs } from './render-inputs.js';

/** A take that cannot be rendered any more, in one sentence. */
export class UnrenderableTakeError extends Error {
  constructor(
    readonly code: FailureCode,
    detail: string,
  ) {
    super(detail);
  }
}

/** A take as the renderer is told it. */
@Injectable()
export class RenderRequestFactory {
  constructor(
    private readonly models: ModelCatalog,
    private readonly takes: Takes,
    private readonly parts: RenderInputs,
    private readonly manifests: FindManifests,
  ) {}

  /** @returns null when its model was taken away after it was queued. @throws UnrenderableTakeError where something else was */
  async of(take: Take, sendFrames: boolean): Promise<Pick<AttemptRequest, 'command' | 'manifests'> | null> {
    const model = await this.models.find(take.settings.model);
    if (!model) return null;
    // A take that repeats another one has that one's record until it gets its own.
    const record = await this.takes.recordOf(take.id);
    const asked = record === null ? await this.newJob(model, take) : (JSON.parse(record) as RenderRecord).job;
    const job = { ...asked, ...courseOf(take, asked) };
    const [loraFiles, images] = await Promise.all([this.parts.loraFiles(job), this.parts.images(job)]);
    const command = { type: 'render', takeId: take.id, modelDir: model.dir ?? '', modelName: model.id } as const;
    const whole = { ...command, job, sendFrames, ...(loraFiles.length > 0 && { loraFiles }), ...images };
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
      if (lora !== undefined) throw new UnrenderableTakeError('LORA_INVALID', `${lora} is gone.`);
      const { code, detail } = modelDeletedFailure(String(error.detail?.model));
      throw new UnrenderableTakeError(code, detail);
    }
  }

  private async newJob(model: Model, take: Take): Promise<RenderJob> {
    try {
      return await this.parts.newJob(model, take);
    } catch (error) {
      if (!isRejection(error)) throw error;
      const { lora } = error.detail ?? {};
      if (lora !== undefined) {
        throw new UnrenderableTakeError('LORA_INVALID', `${lora} is gone, or fits this model no longer.`);
      }
      throw new UnrenderableTakeError('RENDER_FAILED', `What it was asked with is no longer there: ${error.code}.`);
    }
  }
}

/** What users did to it on its way: it is the same image that they saw, however often its renderer was lost. */
const courseOf = (
  { steers, stopped }: Take,
  { promptChanges = [] }: RenderJob,
): Pick<RenderJob, 'promptChanges' | 'stopPoint'> => {
  const held = steers.map(({ image, step, prompt, negative }) => ({ image, step, prompt, negative }));
  const all = held.length < promptChanges.length ? promptChanges : held;
  return {
    ...(all.length > 0 && { promptChanges: all }),
    ...(stopped && { stopPoint: { image: stopped.image, step: stopped.step } }),
  };
};
