import { Injectable } from '@nestjs/common';
import { type AdditionKind, LIMITS, type Settings } from '@visionary/contract';
import type { VersionNeedingSamples } from '@visionary/hub';
import { type Addition, AdditionCatalog, wordOf } from '../domain/additions.js';
import { LoraCatalog } from '../domain/loras.js';
import { type Model, ModelCatalog } from '../domain/model.js';

/** What renders the samples of a version. */
export interface SampleSubject {
  readonly model: Model;
  /** What selects the version in the settings of a take; nothing for a model. */
  readonly settings: Partial<Settings>;
  /** Begin each prompt. */
  readonly words: readonly string[];
}

/** Models that an addition is compared with. The first compatible one renders its samples. */
const MAX_MODELS_COMPARED = 60;
/** A second pass is half as long as the first. */
const HIRES = { stepsShare: 0.5, strength: 0.5 } as const;

/** Finds the model and the settings that show what a version does. */
@Injectable()
export class SampleSubjects {
  constructor(
    private readonly models: ModelCatalog,
    private readonly loras: LoraCatalog,
    private readonly additions: AdditionCatalog,
  ) {}

  /** @returns null if this server cannot render it yet */
  async of(version: VersionNeedingSamples): Promise<SampleSubject | null> {
    const { kind } = version;
    switch (kind) {
      case 'model':
        return this.ofModel(version);
      case 'lora':
        return this.ofLora(version);
      case 'embedding':
      case 'vae':
      case 'upscaler':
        return this.ofAddition(kind, version);
      default:
        return kind satisfies never;
    }
  }

  private async ofModel({ useId, triggerWords: words }: VersionNeedingSamples): Promise<SampleSubject | null> {
    const model = await this.models.find(useId);
    return model ? { model, settings: {}, words } : null;
  }

  private async ofLora({ useId, triggerWords: words, weight }: VersionNeedingSamples): Promise<SampleSubject | null> {
    const lora = await this.loras.find(useId);
    const model = lora && (await this.firstModel((one) => this.loras.compatibleWith(lora, one)));
    if (!model) return null;
    return { model, settings: { loras: [{ id: lora.id, weight: weight ?? lora.weight }] }, words };
  }

  private async ofAddition(
    kind: Exclude<AdditionKind, 'controlnet'>,
    { useId, triggerWords }: VersionNeedingSamples,
  ): Promise<SampleSubject | null> {
    const addition = await this.additions.find(kind, useId);
    if (!addition) return null;
    const settingsFor = (model: Model) => (kind === 'upscaler' ? enlargedBy(addition, model) : selecting(addition));
    const fits = async (one: Model) =>
      settingsFor(one) !== null && (await this.additions.misfitsOf(one))(addition) === undefined;
    const model = await this.firstModel(fits);
    const settings = model && settingsFor(model);
    if (!settings) return null;
    // Its word calls an embedding; all others of its trigger words are a hint.
    return { model, settings, words: kind === 'embedding' ? [wordOf(addition)] : triggerWords };
  }

  private async firstModel(fits: (model: Model) => Promise<boolean>): Promise<Model | undefined> {
    for (const model of (await this.models.list()).slice(0, MAX_MODELS_COMPARED)) if (await fits(model)) return model;
    return undefined;
  }
}

const selecting = ({ kind, id }: Addition): Partial<Settings> =>
  kind === 'embedding' ? { embeddings: [{ id }] } : { vae: { id } };

/** The factor of a second pass, which stays within the size that every model renders. */
const MAX_SCALE = 2;

/** @returns null if the model has no second pass of this factor */
function enlargedBy(
  { id, facts }: Addition,
  { sizes: [size], recommended, supportsImg2img }: Model,
): Partial<Settings> | null {
  const largest = LIMITS.sidePixels.max / Math.max(size.width, size.height);
  const scale = Math.min(facts.kind === 'upscaler' ? facts.factor : 1, MAX_SCALE, largest);
  if (!supportsImg2img || scale <= LIMITS.hiresScale.min) return null;
  const steps = Math.max(LIMITS.hiresSteps.min, Math.ceil(recommended.steps * HIRES.stepsShare));
  return { hires: { upscaler: id, scale, steps, strength: HIRES.strength } };
}
