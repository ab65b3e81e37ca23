import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { FileHashes } from '../domain/file-hashes.js';
import { LoraCatalog } from '../domain/loras.js';
import { ModelCatalog } from '../domain/model.js';
import { ImageStore } from '../domain/image-store.js';
import type { RenderJob, RenderRecord } from '../domain/renderer-protocol.js';
import type { Take } from '../domain/take.js';
import { type RepeatSource, Takes } from '../domain/takes.js';

/** A finished take with what its repetition needs. */
export interface Repeatable {
  readonly take: Take;
  readonly again: RepeatSource;
}

type Part = 'take' | 'model' | 'lora' | 'image' | 'covered';

/** Whether a take can be made again as it was, byte for byte: from the same model, LoRAs and images. */
@Injectable()
export class PrepareRepeat {
  constructor(
    private readonly takes: Takes,
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly hashes: FileHashes,
    private readonly images: ImageStore,
  ) {}

  /**
   * Reads whole files the first time; not inside a unit of work.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_REPEATABLE with what is not there any more or another
   */
  async run(roomId: string, takeId: string): Promise<Repeatable> {
    const take = await this.takes.byId(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    // The very image that somebody took down, or that waits for somebody's look, would come again.
    if (take.images.some(({ isHidden }) => isHidden)) throw refusal('covered', String(take.number));
    const record = take.status === 'finished' ? await this.takes.recordOf(takeId) : null;
    if (record === null) throw refusal('take', String(take.number));
    const { modelHash, job } = JSON.parse(record) as RenderRecord;
    await this.requireModel(take.settings.model, modelHash);
    await this.requireLoras(job);
    await this.requireImages(job);
    return { take, again: { steers: take.steers, stopped: take.stopped, record } };
  }

  private async requireModel(id: string, sha256: string): Promise<void> {
    const model = await this.models.find(id);
    if (!model || (await this.hashes.modelHash(model)) !== sha256) throw refusal('model', model?.title ?? id);
  }

  private async requireLoras({ loras = [] }: RenderJob): Promise<void> {
    for (const { id, sha256 } of loras) {
      const lora = await this.loras.find(id);
      if (!lora || (await this.hashes.loraHash(lora)) !== sha256) throw refusal('lora', lora?.title ?? id);
    }
  }

  private async requireImages({ init }: RenderJob): Promise<void> {
    const keys = [init?.sha256, init?.maskSha256].filter((key) => key !== undefined);
    for (const key of keys) if (!(await this.images.read(key))) throw refusal('image', key.slice(0, 10));
  }
}

const refusal = (what: Part, name: string) => new Rejection('GENERATION_NOT_REPEATABLE', { what, name });
