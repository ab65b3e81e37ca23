import { Injectable } from '@nestjs/common';
import { mergePromptPrefixes } from '@visionary/infotext';
import { LoraCatalog } from '../../domain/loras.js';
import type { Model } from '../../domain/model.js';
import { ImageStore } from '../../domain/image-store.js';
import type { RenderCommand, RenderJob } from '../../domain/renderer-protocol.js';
import type { Take } from '../../domain/take.js';
import { ResolveLoras } from '../../use-cases/resolve-loras.js';
import { ResolveInitImage } from '../../use-cases/resolve-init-image.js';

/** What a take refers to, as a renderer needs it: on whatever machine it is, it knows no rooms and no store. */
@Injectable()
export class RenderInputs {
  constructor(
    private readonly catalog: LoraCatalog,
    private readonly resolveLoras: ResolveLoras,
    private readonly resolveInitImage: ResolveInitImage,
    private readonly store: ImageStore,
  ) {}

  /** @throws Rejection as ResolveLoras and ResolveInitImage */
  async newJob(model: Model, { roomId, prompt, negative, added, settings }: Take): Promise<RenderJob> {
    const { model: _model, init, loras, eta, ...plain } = settings;
    const chosen = await this.resolveLoras.run(model, prompt, loras);
    const house = mergePromptPrefixes(added);
    return {
      ...{ prompt: this.catalog.parseLoraTags(prompt).text, negative },
      ...(house && { added: house }),
      ...plain,
      ...(eta !== undefined && { eta }),
      ...(chosen.length > 0 && { loras: chosen.map(({ lora, weight }) => ({ id: lora.id, weight })) }),
      ...(init && { init: { ...(await this.resolveInitImage.run(roomId, init)), strength: init.strength } }),
    };
  }

  /** @returns paths, in the job's order; none where whoever renders it brings it or looks for it itself */
  async loraFiles({ loras = [] }: RenderJob): Promise<string[]> {
    const known = new Map((await this.catalog.list()).map(({ id, path }) => [id, path]));
    return loras.map(({ id }) => known.get(id) ?? '');
  }

  /** Bytes of the images to start from. What the store has lost, the renderer misses and says so. */
  async images({ init }: RenderJob): Promise<Pick<RenderCommand, 'initPng' | 'maskPng'>> {
    if (!init) return {};
    const initPng = await this.store.read(init.sha256);
    const maskPng = init.maskSha256 === undefined ? null : await this.store.read(init.maskSha256);
    return { ...(initPng && { initPng }), ...(maskPng && { maskPng }) };
  }
}
