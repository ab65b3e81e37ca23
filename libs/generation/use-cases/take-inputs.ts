import { Injectable } from '@nestjs/common';
import { LIMITS, type ImageRef, type InitImage, type LoraRef } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import type { HubVersionRef } from '../domain/hub-version-ref.js';
import { type Lora, LoraCatalog, mergeLoras } from '../domain/loras.js';
import type { Manifest, Manifests } from '../domain/manifest.js';
import type { Model } from '../domain/model.js';
import { PublishedModels } from '../domain/published-models.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { SqlUploads } from '../storage/sql-uploads.js';

export interface ResolvedLora {
  readonly lora: Lora;
  readonly weight: number;
}

/** Keys in the image store. */
export interface ResolvedInit {
  readonly sha256: string;
  readonly maskSha256?: string;
}

/** Resolves what a take refers to: LoRAs, init images, and files of the hub. */
@Injectable()
export class TakeInputs {
  constructor(
    private readonly takes: SqlTakes,
    private readonly uploads: SqlUploads,
    private readonly catalog: LoraCatalog,
    private readonly publishedModels: PublishedModels,
  ) {}

  /** All requested LoRAs of the settings and the prompt, known or not. */
  requestedLoras(prompt: string, settings: readonly LoraRef[] = []): LoraRef[] {
    return mergeLoras(settings, this.catalog.parseLoraTags(prompt).loras);
  }

  /** @throws Rejection GENERATION_LORA_NOT_FOUND, GENERATION_LORA_INCOMPATIBLE, INVALID for too many LoRAs or a weight out of range */
  async resolveLoras(model: Model, prompt: string, settings: readonly LoraRef[] = []): Promise<ResolvedLora[]> {
    const requested = this.requestedLoras(prompt, settings);
    if (!requested.length) return [];
    requireLimits(requested);
    const available = await this.catalog.list();
    const resolved: ResolvedLora[] = [];
    for (const { id, weight } of requested) {
      const lora = available.find((one) => one.id === id);
      if (!lora) throw new Rejection('GENERATION_LORA_NOT_FOUND', { lora: id });
      if (!(await this.catalog.compatibleWith(lora, model))) {
        throw new Rejection('GENERATION_LORA_INCOMPATIBLE', { lora: lora.title, model: model.title });
      }
      resolved.push({ lora, weight });
    }
    return resolved;
  }

  /** Resolves images of the same room only. @throws Rejection GENERATION_IMAGE_NOT_FOUND, also for an image of another room */
  async resolveInitImage(roomId: string, { image, mask }: InitImage): Promise<ResolvedInit> {
    const sha256 = await this.findImage(roomId, image);
    return mask ? { sha256, maskSha256: await this.findImage(roomId, mask) } : { sha256 };
  }

  private async findImage(roomId: string, ref: ImageRef): Promise<string> {
    const found = 'uploadId' in ref ? await this.uploads.byId(ref.uploadId) : await this.takes.byId(ref.takeId);
    const image = found && 'images' in found && 'index' in ref ? found.images[ref.index] : found;
    const isHidden = image && 'isHidden' in image && image.isHidden;
    if (found?.roomId !== roomId || !image || isHidden || !('sha256' in image)) {
      throw new Rejection('GENERATION_IMAGE_NOT_FOUND');
    }
    return image.sha256;
  }

  /**
   * Lists the files that a renderer downloads from the hub first.
   * @returns undefined if the model and all LoRAs are local
   * @throws Rejection GENERATION_MODEL_NOT_FOUND, GENERATION_LORA_NOT_FOUND
   */
  async manifestsFor(model: Model, loraIds: readonly string[] = []): Promise<Manifests | undefined> {
    const loras: Record<string, Manifest> = {};
    for (const id of loraIds) {
      const lora = await this.catalog.find(id);
      if (!lora) throw new Rejection('GENERATION_LORA_NOT_FOUND', { lora: id });
      if (lora.hub) loras[id] = await this.requireManifest(lora.id, lora.hub);
    }
    const hasLoras = Object.keys(loras).length > 0;
    if (!model.hub && !hasLoras) return undefined;
    return { ...(model.hub && { model: await this.requireManifest(model.id, model.hub) }), ...(hasLoras && { loras }) };
  }

  private async requireManifest(id: string, version: HubVersionRef): Promise<Manifest> {
    const manifest = await this.publishedModels.manifest(version);
    if (!manifest) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: id });
    return manifest;
  }
}

const requireLimits = (requested: readonly LoraRef[]): void => {
  const { loras: max, loraWeight: range } = LIMITS;
  if (requested.length > max) throw new Rejection('INVALID', { field: 'loras', reason: `at most ${max}` });
  const outOfRange = requested.find(({ weight }) => weight < range.min || weight > range.max);
  if (!outOfRange) return;
  const reason = `${outOfRange.id}: a weight from ${range.min} to ${range.max}`;
  throw new Rejection('INVALID', { field: 'loras', reason });
};
