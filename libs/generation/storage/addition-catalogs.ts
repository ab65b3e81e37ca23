import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { ADDITION_KINDS, type AdditionKind, type ModelFamily } from '@visionary/contract';
import { additionMismatch, type ModelTraits } from '@visionary/diffusion/additions';
import { type Addition, AdditionCatalog, type AdditionMisfit, JOB_FILE_FOLDERS } from '../domain/additions.js';
import type { Model } from '../domain/model.js';
import type { PublishedModels } from '../domain/published-models.js';
import type { LoraCompatibilityChecker } from './lora-compatibility-checker.js';
import { MergedList } from './joined-catalogs.js';
import { type WeightFile, WeightFolder } from './weight-folder.js';

const LABELS: Readonly<Record<AdditionKind, string>> = {
  embedding: 'embedding',
  vae: 'VAE',
  controlnet: 'ControlNet',
  upscaler: 'upscaler',
};

/** What the family tells about a hub model that was tried before traits were recorded: an export. */
const CONTEXT_WIDTHS: Readonly<Partial<Record<ModelFamily, number>>> = { sd1: 768, sd2: 1024, sdxl: 2048 };
const EXPORT = { textWidths: [], latentChannels: 4, spatialFactor: 8 } as const;

/** The additions in the models folder and those of the hub. */
export class CombinedAdditionCatalog extends AdditionCatalog {
  private readonly folders: Readonly<Record<AdditionKind, WeightFolder<Addition>>>;
  private readonly merged = byKind(() => new MergedList<Addition>());

  constructor(
    modelsDir: string,
    private readonly publishedModels: PublishedModels,
    private readonly checker: LoraCompatibilityChecker,
  ) {
    super();
    this.folders = byKind(
      (kind) =>
        new WeightFolder(join(modelsDir, JOB_FILE_FOLDERS[kind]), LABELS[kind], (file) => this.toAddition(kind, file)),
    );
  }

  async list(kind: AdditionKind): Promise<readonly Addition[]> {
    return this.merged[kind].of(await this.folders[kind].list(), await this.publishedModels.additions(kind));
  }

  async misfitsOf(model: Model): Promise<(addition: Addition) => AdditionMisfit | undefined> {
    const traits = await this.traitsOf(model);
    return ({ kind, base, facts }) => {
      if (kind === 'upscaler') return undefined;
      if (kind === 'vae' && haveOtherLatents(base, model.family)) return { reason: 'wrongBase' };
      return traits ? additionMismatch(facts, traits) : { reason: 'notChecked' };
    };
  }

  /** @throws Error with the reason if the file is not of this kind */
  private async toAddition(kind: AdditionKind, { id, path, card }: WeightFile): Promise<Addition> {
    const addition = await this.checker.addition(path, kind);
    if ('problem' in addition) throw new Error(addition.problem);
    const { facts, base } = addition;
    const word = facts.kind === 'embedding' ? [facts.word ?? id] : [];
    return {
      id,
      kind,
      path,
      title: card.title ?? id,
      by: card.by ?? '',
      description: card.about ?? { en: '', zh: '' },
      license: card.license ?? '',
      triggerWords: card.triggerWords ?? word,
      base: card.base ?? base,
      facts,
      bytes: (await stat(path)).size,
    };
  }

  private async traitsOf({ dir, hub, family }: Model): Promise<ModelTraits | null> {
    if (!hub) return dir === undefined ? null : this.checker.traits(dir);
    const metadata = (await this.publishedModels.metadata([hub])).get(hub.versionId);
    if (metadata?.kind === 'model' && metadata.traits) return metadata.traits;
    const contextWidth = CONTEXT_WIDTHS[family];
    return contextWidth === undefined ? null : { ...EXPORT, family, contextWidth };
  }
}

/** Latents of SDXL have other values than those of Stable Diffusion 1 and 2, in the same shapes. */
const haveOtherLatents = (vae: ModelFamily, model: ModelFamily): boolean =>
  ![vae, model].includes('other') && (vae === 'sdxl') !== (model === 'sdxl');

const byKind = <T>(make: (kind: AdditionKind) => T): Readonly<Record<AdditionKind, T>> =>
  Object.fromEntries(ADDITION_KINDS.map((kind) => [kind, make(kind)])) as Record<AdditionKind, T>;
