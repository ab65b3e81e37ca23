import { LICENSE_IDS, LIMITS, modelNameOf, SCHEDULERS } from '@visionary/contract';
import type { DraftForm } from '../drafts.js';
import type { FileFacts, RecommendedSettings } from '../version.js';

export interface FormSources {
  /** Paths of the draft's files. */
  readonly paths: readonly string[];
  /** Name of the archive or folder they came in. */
  readonly archiveName: string | null;
  /** Parsed model_index.json. Untrusted. */
  readonly index: unknown;
  /** Parsed visionary.json. Untrusted. */
  readonly card?: unknown;
}

const SIZES = { min: 64, max: 2048, step: 8 };
/** The contract's name of a diffusers scheduler class. */
const SCHEDULER_NAMES: Readonly<Record<string, string>> = {
  DDIMScheduler: 'ddim',
  EulerDiscreteScheduler: 'euler',
  EulerAncestralDiscreteScheduler: 'euler_ancestral',
  DPMSolverMultistepScheduler: 'dpmpp_2m',
  LCMScheduler: 'lcm',
  UniPCMultistepScheduler: 'unipc',
  PNDMScheduler: 'pndm',
  HeunDiscreteScheduler: 'heun',
};
const isScheduler = (name: unknown): name is string => (SCHEDULERS as readonly unknown[]).includes(name);

/** Suggests a draft's form from its files. A creator card (visionary.json) wins. */
export const suggestForm = (facts: FileFacts, texts: FormSources): DraftForm => {
  const { title, recommended, ...fields } = formFromCard(texts.card);
  const name = modelNameOf(title ?? '') || nameOf(facts, texts);
  const triggerWords = facts.triggerWords
    .map((word) => word.trim())
    .filter((word) => word !== '' && word.length <= LIMITS.triggerWordLength);
  return {
    ...fields,
    ...(name && { name }),
    base: facts.base,
    triggerWords: [...new Set(triggerWords)].slice(0, LIMITS.triggerWords),
    recommended: { ...recommendedFromFacts(facts), ...recommended },
    label: '1.0',
  };
};

const nameOf = (facts: FileFacts, { paths, archiveName, index }: FormSources): string | null => {
  const { _name_or_path: indexName } = (index ?? {}) as { _name_or_path?: unknown };
  const onlyPath = paths.length === 1 ? paths[0] : null;
  const file = facts.kind === 'model' ? (archiveName ?? onlyPath) : paths[0];
  const candidates = [facts.metadata['ss_output_name'], facts.metadata['modelspec.title'], indexName, file];
  for (const candidate of candidates) {
    const name = typeof candidate === 'string' ? modelNameOf(candidate) : '';
    if (name.length > 1) return name;
  }
  return null;
};

const recommendedFromFacts = ({ kind, width, height, scheduler: className = '' }: FileFacts): RecommendedSettings => {
  if (kind === 'lora') return { weight: 1 };
  if (kind !== 'model') return {};
  const scheduler = SCHEDULER_NAMES[className] ?? className;
  const isValidSide = (side: number | undefined): side is number =>
    side !== undefined && side >= SIZES.min && side <= SIZES.max && side % SIZES.step === 0;
  return {
    ...(isValidSide(width) && isValidSide(height) && { width, height }),
    ...(isScheduler(scheduler) && { scheduler }),
  };
};

type Json = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const asText = (value: unknown, length: number): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.slice(0, length) : undefined;
const between = (value: unknown, { min, max }: { readonly min: number; readonly max: number }): number | undefined =>
  typeof value === 'number' && value >= min && value <= max ? value : undefined;

/** Reads the fields of visionary.json that the form has. Cards written before November 2026 spell `license` as `licence`. */
const formFromCard = (card: unknown): DraftForm & { readonly title?: string } => {
  const { title, about, licence, license = licence, recommended } = asObject(card);
  const { en, zh } = asObject(about);
  const texts = [asText(zh, LIMITS.hubAboutLength), asText(en, LIMITS.hubAboutLength)];
  const description = texts.filter((text) => text !== undefined).join('\n\n');
  const licenseId = LICENSE_IDS.find((id) => typeof license === 'string' && id.toLowerCase() === license.toLowerCase());
  return {
    ...(typeof title === 'string' && { title }),
    ...(description !== '' && { description: description.slice(0, LIMITS.hubAboutLength) }),
    ...(licenseId && { license: licenseId }),
    recommended: recommendedFromCard(asObject(recommended)),
  };
};

const recommendedFromCard = ({ scheduler, steps, guidance }: Json): RecommendedSettings => {
  const validSteps = between(steps, LIMITS.steps);
  const validGuidance = between(guidance, LIMITS.guidance);
  return {
    ...(isScheduler(scheduler) && { scheduler }),
    ...(Number.isInteger(validSteps) && { steps: validSteps }),
    ...(validGuidance !== undefined && { guidance: validGuidance }),
  };
};
