import { Injectable } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { Rejection } from '@visionary/kernel';
import { LoraCatalog } from '../domain/loras.js';
import { ModelCatalog } from '../domain/model.js';
import type { RenderJob, RenderRecord } from '../domain/renderer-protocol.js';
import type { TakeRequest } from '../domain/take.js';
import { DiskFileHashes } from '../storage/disk-file-hashes.js';
import { SqlTakes } from '../storage/sql-takes.js';

type MissingPart = 'take' | 'model' | 'lora' | 'image' | 'covered';

/** Checks whether a take can be reproduced byte for byte: from the same model, LoRAs, and images. */
@Injectable()
export class PrepareRepeat {
  constructor(
    private readonly takes: SqlTakes,
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly hashes: DiskFileHashes,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * Reads whole files the first time; not inside a unit of work.
   * @returns the request that renders the take again
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_REPEATABLE with the part that is missing or different
   */
  async run(roomId: string, takeId: string): Promise<TakeRequest> {
    const take = await this.takes.byId(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    // A repetition would reproduce the image that is hidden.
    if (take.images.some(({ isHidden }) => isHidden)) throw notRepeatable('covered', String(take.number));
    const record = take.status === 'finished' ? await this.takes.recordOf(takeId) : null;
    if (record === null) throw notRepeatable('take', String(take.number));
    const { modelHash, job } = JSON.parse(record) as RenderRecord;
    await this.requireModel(take.settings.model, modelHash);
    await this.requireLoras(job);
    await this.requireImages(job);
    const { authorId, writerIds, prompt, negative, promptPrefixes, settings, steers, stopped } = take;
    const request = { roomId, authorId, writerIds, prompt, negative, promptPrefixes, settings };
    return { ...request, origin: take.origin ?? undefined, repeats: { steers, stopped, record } };
  }

  private async requireModel(id: string, sha256: string): Promise<void> {
    const model = await this.models.find(id);
    if (!model || (await this.hashes.modelHash(model)) !== sha256) throw notRepeatable('model', model?.title ?? id);
  }

  private async requireLoras({ loras = [] }: RenderJob): Promise<void> {
    for (const { id, sha256 } of loras) {
      const lora = await this.loras.find(id);
      if (!lora || (await this.hashes.loraHash(lora)) !== sha256) throw notRepeatable('lora', lora?.title ?? id);
    }
  }

  private async requireImages({ init }: RenderJob): Promise<void> {
    const keys = [init?.sha256, init?.maskSha256].filter((key) => key !== undefined);
    for (const key of keys) if (!(await this.blobs.read(key))) throw notRepeatable('image', key.slice(0, 10));
  }
}

const notRepeatable = (what: MissingPart, name: string) => new Rejection('GENERATION_NOT_REPEATABLE', { what, name });
