import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { PublishedModels } from '../domain/published-models.js';
import type { HubVersionRef } from '../domain/hub-version-ref.js';
import { LoraCatalog } from '../domain/loras.js';
import type { Manifest, Manifests } from '../domain/manifest.js';
import type { Model } from '../domain/model.js';

/** What whoever renders it has to bring from the hub first. */
@Injectable()
export class FindManifests {
  constructor(
    private readonly offers: PublishedModels,
    private readonly catalog: LoraCatalog,
  ) {}

  /** @returns undefined where nothing of it is the hub's. @throws Rejection GENERATION_MODEL_NOT_FOUND, GENERATION_LORA_NOT_FOUND for what is gone */
  async of(model: Model, loraIds: readonly string[] = []): Promise<Manifests | undefined> {
    const loras: Record<string, Manifest> = {};
    for (const id of loraIds) {
      const lora = await this.catalog.find(id);
      if (!lora) throw new Rejection('GENERATION_LORA_NOT_FOUND', { lora: id });
      if (lora.hub) loras[id] = await this.require(lora.id, lora.hub);
    }
    const hasLoras = Object.keys(loras).length > 0;
    if (!model.hub && !hasLoras) return undefined;
    return { ...(model.hub && { model: await this.require(model.id, model.hub) }), ...(hasLoras && { loras }) };
  }

  private async require(id: string, origin: HubVersionRef): Promise<Manifest> {
    const manifest = await this.offers.manifest(origin);
    if (!manifest) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: id });
    return manifest;
  }
}
