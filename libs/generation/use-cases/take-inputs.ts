import { Injectable } from '@nestjs/common';
import {
  type Control,
  LIMITS,
  type ImageRef,
  type InitImage,
  isBuiltInUpscaler,
  type LoraRef,
  type RequestedAddition,
  requestedAdditions,
  type Settings,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Addition, AdditionCatalog, type AdditionMisfit, wordOf } from '../domain/additions.js';
import { worksOnLatents } from '../domain/hires.js';
import { effectiveRating } from '../domain/image-rating.js';
import type { HubVersionRef } from '../domain/hub-version-ref.js';
import { type Lora, LoraCatalog, mergeLoras } from '../domain/loras.js';
import type { Manifest, Manifests } from '../domain/manifest.js';
import type { Model } from '../domain/model.js';
import type { filesOf, JobControl, RenderJob } from '../domain/renderer-protocol.js';
import { PublishedModels } from '../domain/published-models.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { SqlUploads } from '../storage/sql-uploads.js';

/** A file of a job. */
export type JobFileRef = Pick<ReturnType<typeof filesOf>[number], 'kind' | 'id'>;

export interface ResolvedLora {
  readonly lora: Lora;
  readonly weight: number;
}

/** Keys in the image store. */
export interface ResolvedInit {
  readonly sha256: string;
  readonly maskSha256?: string;
}

/** Resolves what a take refers to: LoRAs and other additions, init images, and files of the hub. */
@Injectable()
export class TakeInputs {
  constructor(
    private readonly takes: SqlTakes,
    private readonly uploads: SqlUploads,
    private readonly catalog: LoraCatalog,
    private readonly additions: AdditionCatalog,
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

  /** @throws Rejection GENERATION_ADDITION_NOT_FOUND, GENERATION_ADDITION_INCOMPATIBLE */
  async resolveAdditions(model: Model, settings: Settings): Promise<Pick<RenderJob, 'embeddings' | 'vae'>> {
    const requested = requestedAdditions(settings);
    if (requested.length === 0) return {};
    const misfitOf = await this.additions.misfitsOf(model);
    const found: Addition[] = [];
    for (const one of requested) found.push(await this.resolveOne(one, model, misfitOf));
    const embeddings = found.filter(({ kind }) => kind === 'embedding');
    const vae = found.find(({ kind }) => kind === 'vae');
    return {
      ...(embeddings.length > 0 && { embeddings: embeddings.map((one) => ({ id: one.id, word: wordOf(one) })) }),
      ...(vae && { vae: { id: vae.id } }),
    };
  }

  /** An upscaler of images. @throws Rejection GENERATION_ADDITION_NOT_FOUND */
  async requireUpscaler(id: string): Promise<void> {
    if (!(isBuiltInUpscaler(id) && !worksOnLatents(id))) await this.requireAddition({ kind: 'upscaler', id });
  }

  private async requireAddition({ kind, id }: RequestedAddition): Promise<Addition> {
    const addition = await this.additions.find(kind, id);
    if (addition && !addition.hub?.isQuarantined) return addition;
    throw new Rejection('GENERATION_ADDITION_NOT_FOUND', { addition: addition?.title ?? id, kind });
  }

  private async resolveOne(
    requested: RequestedAddition,
    model: Model,
    misfitOf: (addition: Addition) => AdditionMisfit | undefined,
  ): Promise<Addition> {
    const addition = await this.requireAddition(requested);
    const misfit = misfitOf(addition);
    if (!misfit) return addition;
    const detail = { addition: addition.title, kind: requested.kind, model: model.title, ...misfitDetail(misfit) };
    throw new Rejection('GENERATION_ADDITION_INCOMPATIBLE', detail);
  }

  /** Resolves images of the same room only. @throws Rejection GENERATION_IMAGE_NOT_FOUND, also for an image of another room */
  async resolveInitImage(roomId: string, { image, mask }: InitImage): Promise<ResolvedInit> {
    const sha256 = await this.findImage(roomId, image);
    return mask ? { sha256, maskSha256: await this.findImage(roomId, mask) } : { sha256 };
  }

  /** As `resolveInitImage`. Their files are checked by `resolveAdditions`. */
  async resolveControls(roomId: string, controls: readonly Control[] = []): Promise<JobControl[]> {
    const resolved: JobControl[] = [];
    for (const { id, image, weight, start, end } of controls) {
      resolved.push({ id, weight, start, end, imageSha256: await this.findImage(roomId, image) });
    }
    return resolved;
  }

  /** Whether a take starts from and follows only images of takes in its room that everyone may see. An upload could show anything. */
  async areImagesForEveryone(roomId: string, { init, controls = [] }: Settings): Promise<boolean> {
    for (const ref of [...(init ? [init.image] : []), ...controls.map(({ image }) => image)]) {
      if ('uploadId' in ref) return false;
      const take = await this.takes.byId(ref.takeId);
      const image = take?.roomId === roomId ? take.images[ref.index] : undefined;
      if (!image || image.isHidden || effectiveRating(image)) return false;
    }
    return true;
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
   * @param model undefined for an upscale, which needs none
   * @param files of the job, as `filesOf` lists them
   * @returns undefined if the model and all files are local
   * @throws Rejection GENERATION_MODEL_NOT_FOUND, GENERATION_LORA_NOT_FOUND, GENERATION_ADDITION_NOT_FOUND
   */
  async manifestsFor(model: Model | undefined, files: readonly JobFileRef[] = []): Promise<Manifests | undefined> {
    const additions: Record<string, Manifest> = {};
    for (const file of files) {
      const { id, hub } = await this.requireFile(file);
      if (hub) additions[id] = await this.requireManifest(id, hub);
    }
    const hasAdditions = Object.keys(additions).length > 0;
    if (!model?.hub && !hasAdditions) return undefined;
    return {
      ...(model?.hub && { model: await this.requireManifest(model.id, model.hub) }),
      ...(hasAdditions && { additions }),
    };
  }

  /** @returns undefined if there is no LoRA or other addition of this id any more */
  findFile({ kind, id }: JobFileRef): Promise<Lora | Addition | undefined> {
    return kind === 'lora' ? this.catalog.find(id) : this.additions.find(kind, id);
  }

  private async requireFile(file: JobFileRef): Promise<Lora | Addition> {
    const found = await this.findFile(file);
    if (found) return found;
    const { kind, id } = file;
    if (kind === 'lora') throw new Rejection('GENERATION_LORA_NOT_FOUND', { lora: id });
    throw new Rejection('GENERATION_ADDITION_NOT_FOUND', { addition: id, kind });
  }

  private async requireManifest(id: string, version: HubVersionRef): Promise<Manifest> {
    const manifest = await this.publishedModels.manifest(version);
    if (!manifest) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model: id });
    return manifest;
  }
}

const misfitDetail = ({ reason, ...sizes }: AdditionMisfit) => {
  const { file, model } = sizes as { file?: number; model?: number };
  return { reason, ...(file !== undefined && { file }), ...(model !== undefined && { needed: model }) };
};

const requireLimits = (requested: readonly LoraRef[]): void => {
  const { loras: max, loraWeight: range } = LIMITS;
  if (requested.length > max) throw new Rejection('INVALID', { field: 'loras', reason: `at most ${max}` });
  const outOfRange = requested.find(({ weight }) => weight < range.min || weight > range.max);
  if (!outOfRange) return;
  const reason = `${outOfRange.id}: a weight from ${range.min} to ${range.max}`;
  throw new Rejection('INVALID', { field: 'loras', reason });
};
