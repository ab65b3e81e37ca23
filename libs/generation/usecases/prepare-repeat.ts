import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { FileHashes } from '../domain/file-hashes.js';
import { LoraCatalogue } from '../domain/loras.js';
import { ModelCatalogue } from '../domain/model.js';
import { PictureStore } from '../domain/picture-store.js';
import type { RenderJob, RenderRecord } from '../domain/renderer-protocol.js';
import type { Take } from '../domain/take.js';
import { type RepeatedTake, Takes } from '../domain/takes.js';

/** A finished take with what its repetition needs. */
export interface Repeatable {
  readonly take: Take;
  readonly again: RepeatedTake;
}

type Part = 'take' | 'model' | 'lora' | 'picture' | 'covered';

/** Whether a take can be made again as it was, byte for byte: from the same model, LoRAs and pictures. */
@Injectable()
export class PrepareRepeat {
  constructor(
    private readonly takes: Takes,
    private readonly models: ModelCatalogue,
    private readonly loras: LoraCatalogue,
    private readonly hashes: FileHashes,
    private readonly pictures: PictureStore,
  ) {}

  /**
   * Reads whole files the first time; not inside a unit of work.
   * @throws Rejection GENERATION_TAKE_NOT_FOUND, GENERATION_NOT_REPEATABLE with what is not there any more or another
   */
  async run(roomId: string, takeId: string): Promise<Repeatable> {
    const take = await this.takes.byId(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    // The very picture that somebody took down, or that waits for somebody's look, would come again.
    if (take.pictures.some(({ isCovered }) => isCovered)) throw refusal('covered', String(take.number));
    const record = take.status === 'finished' ? await this.takes.recordOf(takeId) : null;
    if (record === null) throw refusal('take', String(take.number));
    const { modelHash, job } = JSON.parse(record) as RenderRecord;
    await this.requireModel(take.settings.model, modelHash);
    await this.requireLoras(job);
    await this.requirePictures(job);
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

  private async requirePictures({ init }: RenderJob): Promise<void> {
    const keys = [init?.sha256, init?.maskSha256].filter((key) => key !== undefined);
    for (const key of keys) if (!(await this.pictures.read(key))) throw refusal('picture', key.slice(0, 10));
  }
}

const refusal = (what: Part, name: string) => new Rejection('GENERATION_NOT_REPEATABLE', { what, name });
