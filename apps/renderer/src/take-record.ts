import { isSchedulerName, RUNTIME, schedulerLabels } from '@visionary/diffusion';
import { PROMPT_PREFIX_KEY, NEGATIVE_SUFFIX_KEY, applyPromptPrefix, writeInfotext } from '@visionary/infotext';
import type { PngText } from '@visionary/infotext';
import type {
  PromptChange,
  RenderJob,
  RenderRecord,
  UnmatchedLoraPart,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { LoraHash } from './engine-protocol.js';
import { steeredPrompt } from './steered-prompt.js';

export interface RenderedBy {
  readonly modelName: string;
  readonly modelHash: string;
}

/** Other tools show this much of a hash. */
const SHORT_HASH = 10;

type Pair = readonly [key: string, value: string];

/** The parameters of one image as the field writes them; what the field has no name for has one of ours. */
export function infotextOf(alone: RenderJob, by: RenderedBy, loraHashes: readonly LoraHash[]): string {
  const scheduled = steeredPrompt(alone);
  const typed = scheduled ?? { prompt: alone.prompt, negative: alone.negative };
  const words = applyPromptPrefix(typed, alone.added);
  const tags = (alone.loras ?? [])
    .filter(({ id }) => !words.prompt.includes(`<lora:${id}:`))
    .map(({ id, weight }) => `<lora:${id}:${weight}>`);
  const prompt = [words.prompt, ...tags].filter((part) => part !== '').join(' ');
  const parameters: Pair[] = [
    ['Steps', String(alone.steps)],
    ...samplerPairs(alone.scheduler),
    ['CFG scale', String(alone.guidance)],
    ['Seed', String(alone.seed)],
    ['Size', `${alone.width}x${alone.height}`],
    ['Model hash', by.modelHash.slice(0, SHORT_HASH)],
    ['Model', by.modelName],
    ...given('Denoising strength', alone.init?.strength),
    ...given('Eta', alone.eta),
    ...given(PROMPT_PREFIX_KEY, alone.added?.prefix),
    ...given(NEGATIVE_SUFFIX_KEY, alone.added?.negativeSuffix),
    ...given('Lora hashes', listed(loraHashes.map(({ id, shortHash }) => `${id}: ${shortHash}`))),
    ...given('Steered at', scheduled ? '' : listed((alone.promptChanges ?? []).map(steeredAt))),
    ...given('Stopped at', alone.stopPoint?.step),
  ];
  return writeInfotext({ prompt, negative: words.negative, parameters });
}

function samplerPairs(scheduler: string): Pair[] {
  if (!isSchedulerName(scheduler)) return [['Sampler', scheduler]];
  const { sampler, scheduleType } = schedulerLabels(scheduler);
  return [['Sampler', sampler], ...given('Schedule type', scheduleType)];
}

function given(key: string, value: string | number | undefined): Pair[] {
  return value === undefined || value === '' ? [] : [[key, String(value)]];
}

const listed = (parts: readonly string[]) => parts.join(', ');

const steeredAt = ({ step, prompt, negative }: PromptChange) => JSON.stringify({ step, prompt, negative });

/**
 * What goes into the PNG. The record there speaks of this image as if it had been rendered alone and knows no times,
 * so that rendering it again gives the same file.
 */
export function pngTextsOf(alone: RenderJob, by: RenderedBy, loraHashes: readonly LoraHash[]): PngText[] {
  const record = { modelName: by.modelName, modelHash: by.modelHash, ...RUNTIME, job: alone };
  return [
    { keyword: 'parameters', text: infotextOf(alone, by, loraHashes) },
    { keyword: 'visionary', text: JSON.stringify(record) },
  ];
}

/** What the server keeps of a finished take; its infotext is that of the first image. */
export function takeRecord(
  job: RenderJob,
  by: RenderedBy & { readonly infotext: string },
  times: { readonly loadMs: number; readonly renderMs: number },
  unmatched: readonly UnmatchedLoraPart[],
): RenderRecord {
  return { ...by, ...RUNTIME, job, ...times, ...(unmatched.length > 0 && { unmatched }) };
}
