import type { DraftForm } from '../drafts.js';
import type { FileFacts, RecommendedSettings } from '../version.js';
import { type CardLimits, formFromCard } from './creator-card.js';

export interface FoundTexts {
  /** Of the draft's files. */
  readonly paths: readonly string[];
  /** What it came in, where that was an archive or a folder. */
  readonly archiveName: string | null;
  /** model_index.json, parsed; anything. */
  readonly index: unknown;
  /** visionary.json, parsed; anything. */
  readonly card?: unknown;
}

/** Bound by the contract. */
export abstract class ProposalLimits {
  abstract readonly name: number;
  abstract readonly triggerWord: number;
  abstract readonly triggerWords: number;
  abstract readonly schedulers: readonly string[];
  abstract readonly card: Omit<CardLimits, 'schedulers'>;
}

const SIZES = { min: 64, max: 2048, step: 8 };
/** What tools put behind a name: steps, epochs, precision. */
const TAIL = /([-_ ](fp16|fp32|bf16|pruned|ema|onnx|step\d+|epoch\d+|\d{4,}))+$/i;

/** What the files say about what their creator will be asked. */
export const suggestForm = (facts: FileFacts, texts: FoundTexts, limits: ProposalLimits): DraftForm => {
  const { title, recommended, ...said } = formFromCard(texts.card, { ...limits.card, schedulers: limits.schedulers });
  const name = tidied(title ?? '', limits.name) || nameOf(facts, texts, limits.name);
  const words = facts.triggerWords
    .map((word) => word.trim())
    .filter((word) => word !== '' && word.length <= limits.triggerWord);
  return {
    ...said,
    ...(name && { name }),
    base: facts.base,
    triggerWords: [...new Set(words)].slice(0, limits.triggerWords),
    recommended: { ...suiting(facts, limits.schedulers), ...recommended },
    label: '1.0',
  };
};

const nameOf = (facts: FileFacts, { paths, archiveName, index }: FoundTexts, length: number): string | null => {
  const { _name_or_path: said } = (index ?? {}) as { _name_or_path?: unknown };
  const file = facts.kind === 'model' ? archiveName : paths[0];
  const candidates = [facts.metadata['ss_output_name'], facts.metadata['modelspec.title'], said, file];
  for (const candidate of candidates) {
    const name = typeof candidate === 'string' ? tidied(candidate, length) : '';
    if (name.length > 1) return name;
  }
  return null;
};

/** The last part of a path without its ending, as the form takes names. */
const tidied = (text: string, length: number): string => {
  const last = text.split(/[\\/]/).filter(Boolean).at(-1) ?? '';
  const words = last.replace(/\.(safetensors|zip|onnx)$/i, '').replace(TAIL, '');
  const allowed = words.replace(/[^\p{L}\p{N}\p{M} ._+'’-]+/gu, ' ').replace(/_+/g, ' ');
  return allowed
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, length)
    .trim();
};

/** Schedulers as folders of diffusers call them. */
const CALLED: Readonly<Record<string, string>> = {
  ...{ DDIMScheduler: 'ddim', EulerDiscreteScheduler: 'euler', EulerAncestralDiscreteScheduler: 'euler_ancestral' },
  ...{ DPMSolverMultistepScheduler: 'dpmpp_2m', LCMScheduler: 'lcm', UniPCMultistepScheduler: 'unipc' },
  ...{ PNDMScheduler: 'pndm', HeunDiscreteScheduler: 'heun' },
};

const suiting = (
  { kind, width, height, scheduler: said = '' }: FileFacts,
  schedulers: readonly string[],
): RecommendedSettings => {
  if (kind === 'lora') return { weight: 1 };
  const scheduler = CALLED[said] ?? said;
  const fits = (side: number | undefined): side is number =>
    side !== undefined && side >= SIZES.min && side <= SIZES.max && side % SIZES.step === 0;
  return {
    ...(fits(width) && fits(height) && { width, height }),
    ...(schedulers.includes(scheduler) && { scheduler }),
  };
};
