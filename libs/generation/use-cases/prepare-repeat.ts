import type { RenderedOn } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Rejection } from '@visionary/kernel';
import { ModelCatalog } from '../domain/model.js';
import { filesOf, type RenderJob, type RenderRecord } from '../domain/renderer-protocol.js';
import { isSameDevice, renderedOnOf } from '../domain/renderer-selection.js';
import { Renderers } from '../domain/renderers.js';
import type { TakeRequest } from '../domain/take.js';
import { DiskFileHashes } from '../storage/disk-file-hashes.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { TakeInputs } from './take-inputs.js';

/** `mayDiffer`: also on another device, which may change the image a little. */
interface Repetition {
  readonly roomId: string;
  readonly takeId: string;
  readonly mayDiffer?: boolean | undefined;
}

type MissingPart = 'take' | 'model' | 'lora' | 'addition' | 'image' | 'covered';

/** Checks whether a take can be reproduced byte for byte: from the same model, additions, and images. */
@Injectable()
export class PrepareRepeat {
  constructor(
    private readonly takes: SqlTakes,
    private readonly models: ModelCatalog,
    private readonly inputs: TakeInputs,
    private readonly hashes: DiskFileHashes,
    private readonly blobs: BlobStore,
    private readonly renderers: Renderers,
  ) {}

  /**
   * Reads whole files the first time; not inside a unit of work.
   * @returns the request that renders the take again
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_REPEATABLE with the part that is missing or different,
   * GENERATION_REPEAT_MAY_DIFFER with what it was rendered on
   */
  async run({ roomId, takeId, mayDiffer = false }: Repetition): Promise<TakeRequest> {
    const take = await this.takes.byId(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    // A repetition would reproduce the image that is hidden.
    if (take.images.some(({ isHidden }) => isHidden)) throw notRepeatable('covered', String(take.number));
    const record = take.status === 'finished' ? await this.takes.recordOf(takeId) : null;
    if (record === null) throw notRepeatable('take', String(take.number));
    const { modelHash, job } = JSON.parse(record) as RenderRecord;
    if (!job.upscale) await this.requireModel(take.settings.model, modelHash);
    await this.requireFiles(job);
    await this.requireImages(job);
    if (!mayDiffer) this.requireDevice(take.renderedOn);
    const { authorId, writerIds, prompt, negative, promptPrefixes, settings, steers, stopped } = take;
    const request = { roomId, authorId, writerIds, prompt, negative, promptPrefixes, settings };
    return { ...request, origin: take.origin ?? undefined, repeats: { steers, stopped, record } };
  }

  private async requireModel(id: string, sha256: string): Promise<void> {
    const model = await this.models.find(id);
    if (!model || (await this.hashes.modelHash(model)) !== sha256) throw notRepeatable('model', model?.title ?? id);
  }

  private async requireFiles(job: RenderJob): Promise<void> {
    for (const file of filesOf(job)) {
      const found = await this.inputs.findFile(file);
      if (found && (await this.hashes.additionHash(found)) === file.sha256) continue;
      throw notRepeatable(file.kind === 'lora' ? 'lora' : 'addition', found?.title ?? file.id);
    }
  }

  /** Another device rounds otherwise. Takes of former versions don't say where they were rendered. */
  private requireDevice(renderedOn: RenderedOn | null): void {
    const known = this.renderers.list().filter(({ device }) => device !== undefined);
    const available = known.map(renderedOnOf);
    if (!renderedOn || available.length === 0 || available.some((one) => isSameDevice(one, renderedOn))) return;
    throw new Rejection('GENERATION_REPEAT_MAY_DIFFER', { ...renderedOn, available });
  }

  private async requireImages({ init, controls = [], upscale }: RenderJob): Promise<void> {
    const controlKeys = controls.map(({ imageSha256 }) => imageSha256);
    const renderedFrom = [init?.sha256, init?.maskSha256, ...controlKeys];
    const keys = (upscale ? [upscale.imageSha256] : renderedFrom).filter((key) => key !== undefined);
    for (const key of keys) if (!(await this.blobs.read(key))) throw notRepeatable('image', key.slice(0, 10));
  }
}

const notRepeatable = (what: MissingPart, name: string) => new Rejection('GENERATION_NOT_REPEATABLE', { what, name });
