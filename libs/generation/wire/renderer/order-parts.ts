import { Injectable } from '@nestjs/common';
import { oneHouse } from '@visionary/infotext';
import { LoraCatalogue } from '../../domain/loras.js';
import type { Model } from '../../domain/model.js';
import { PictureStore } from '../../domain/picture-store.js';
import type { RenderCommand, RenderJob } from '../../domain/renderer-protocol.js';
import type { Take } from '../../domain/take.js';
import { ChooseLoras } from '../../usecases/choose-loras.js';
import { FindInit } from '../../usecases/find-init.js';

/** What a take refers to, as a renderer needs it: on whatever machine it is, it knows no rooms and no store. */
@Injectable()
export class OrderParts {
  constructor(
    private readonly catalogue: LoraCatalogue,
    private readonly chooseLoras: ChooseLoras,
    private readonly findInit: FindInit,
    private readonly store: PictureStore,
  ) {}

  /** @throws Rejection as ChooseLoras and FindInit */
  async newJob(model: Model, { roomId, prompt, negative, added, settings }: Take): Promise<RenderJob> {
    const { model: _model, init, loras, eta, ...plain } = settings;
    const chosen = await this.chooseLoras.run(model, prompt, loras);
    const house = oneHouse(added);
    return {
      ...{ prompt: this.catalogue.takeTags(prompt).text, negative },
      ...(house && { added: house }),
      ...plain,
      ...(eta !== undefined && { eta }),
      ...(chosen.length > 0 && { loras: chosen.map(({ lora, weight }) => ({ id: lora.id, weight })) }),
      ...(init && { init: { ...(await this.findInit.run(roomId, init)), strength: init.strength } }),
    };
  }

  /** @returns paths, in the job's order; none where whoever renders it brings it or looks for it itself */
  async loraFiles({ loras = [] }: RenderJob): Promise<string[]> {
    const known = new Map((await this.catalogue.list()).map(({ id, path }) => [id, path]));
    return loras.map(({ id }) => known.get(id) ?? '');
  }

  /** Bytes of the pictures to start from. What the store has lost, the renderer misses and says so. */
  async pictures({ init }: RenderJob): Promise<Pick<RenderCommand, 'initPng' | 'maskPng'>> {
    if (!init) return {};
    const initPng = await this.store.read(init.sha256);
    const maskPng = init.maskSha256 === undefined ? null : await this.store.read(init.maskSha256);
    return { ...(initPng && { initPng }), ...(maskPng && { maskPng }) };
  }
}
