import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { type Model, ModelCatalogue, type Size } from '../domain/model.js';
import type { ModelFacts } from '../domain/model-facts.js';
import { readModelFacts } from './model-facts.js';

export interface CatalogueOptions {
  readonly modelsDir: string;
  /** Names of all schedulers, the usual one first. */
  readonly schedulers: readonly string[];
}

const FRESH_MS = 5_000;
const ID_AT_MOST = 100;

/** What is hidden is no model: caches, and what other systems leave beside the files they copy. Longer names cannot be asked for. */
const isModelName = (name: string): boolean => !name.startsWith('.') && name.length <= ID_AT_MOST;

/** The schedulers' names in diffusers, where ours do the same or come closest. */
const SCHEDULER_OF_CLASS: Readonly<Record<string, string>> = {
  DDIMScheduler: 'ddim',
  PNDMScheduler: 'pndm',
  EulerDiscreteScheduler: 'euler',
  EulerAncestralDiscreteScheduler: 'euler_ancestral',
  HeunDiscreteScheduler: 'heun',
  DPMSolverMultistepScheduler: 'dpmpp_2m',
  DPMSolverSinglestepScheduler: 'dpmpp_2m',
  DPMSolverSDEScheduler: 'dpmpp_2m_sde_karras',
  UniPCMultistepScheduler: 'unipc',
  DEISMultistepScheduler: 'unipc',
  LCMScheduler: 'lcm',
};
const ELSE_SCHEDULER = 'euler';

/** The folders under MODELS_DIR that hold a model, looked at again every few seconds. */
export class FolderModelCatalogue extends ModelCatalogue {
  private readonly logger = new Logger('Models');
  private readonly told = new Set<string>();
  private reading: Promise<readonly Model[]> | undefined;
  private readAtMs = -Infinity;

  constructor(private readonly options: CatalogueOptions) {
    super();
  }

  list(): Promise<readonly Model[]> {
    const now = performance.now();
    if (!this.reading || now - this.readAtMs > FRESH_MS) {
      this.readAtMs = now;
      this.reading = this.read();
    }
    return this.reading;
  }

  private async read(): Promise<readonly Model[]> {
    const names = await readdir(this.options.modelsDir).catch((error: NodeJS.ErrnoException) => {
      this.tell(`The folder of models cannot be read: ${error.message}`);
      return [];
    });
    const models = await Promise.all(
      names
        .filter(isModelName)
        .sort()
        .map((name) => this.readOne(name)),
    );
    return models.filter((model) => model !== null);
  }

  private async readOne(name: string): Promise<Model | null> {
    try {
      const dir = join(this.options.modelsDir, name);
      const facts = await readModelFacts(dir);
      if (facts?.cardTrouble) this.tell(`visionary.json of the model ${name} is not used: ${facts.cardTrouble}`);
      return facts && modelOf(name, dir, facts, this.options.schedulers);
    } catch (error) {
      this.tell(`The model ${name} is left out: ${(error as Error).message}`);
      return null;
    }
  }

  /** Once, not every few seconds. */
  private tell(trouble: string): void {
    if (this.told.has(trouble)) return;
    this.told.add(trouble);
    this.logger.warn(trouble);
  }
}

const modelOf = (id: string, dir: string, facts: ModelFacts, schedulers: readonly string[]): Model => {
  const { card } = facts;
  const square = { width: facts.ownSide, height: facts.ownSide };
  const [own = square, ...others] = card.sizes ?? [];
  return {
    id,
    dir,
    title: card.title ?? id,
    by: card.by ?? '',
    about: card.about ?? { en: '', zh: '' },
    licence: card.licence ?? '',
    sizes: [own, ...others],
    sizeMultiple: facts.sizeMultiple,
    schedulers,
    recommended: recommendedOf(id, own, facts, schedulers),
    examples: card.examples ?? { en: [], zh: [] },
    family: facts.family,
    takesPictures: facts.takesPictures,
  };
};

const schedulerOf = ({ schedulerClass, usesKarras, usesSde }: Omit<ModelFacts, 'card'>): string => {
  const named = SCHEDULER_OF_CLASS[schedulerClass] ?? ELSE_SCHEDULER;
  if (named !== 'dpmpp_2m') return named;
  if (usesSde) return 'dpmpp_2m_sde_karras';
  return usesKarras ? 'dpmpp_2m_karras' : named;
};

const recommendedOf = (
  model: string,
  own: Size,
  { card, ...facts }: ModelFacts,
  schedulers: readonly string[],
): Model['recommended'] => {
  const given = card.recommended ?? {};
  const trained = schedulerOf(facts);
  const known = [given.scheduler, trained, schedulers[0]].find(
    (name) => name !== undefined && schedulers.includes(name),
  );
  return {
    model,
    scheduler: known ?? trained,
    steps: given.steps ?? facts.usual.steps,
    guidance: given.guidance ?? facts.usual.guidance,
    width: given.width ?? own.width,
    height: given.height ?? own.height,
    seed: -1,
    batch: 1,
  };
};
