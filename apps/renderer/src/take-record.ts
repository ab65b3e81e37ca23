import { isSchedulerName, RUNTIME, schedulerLabels, scheduleTexts } from '@visionary/diffusion';
import type { PromptPair } from '@visionary/diffusion';
import {
  IMAGE_RECORD_KEYWORD,
  PROMPT_PREFIX_KEY,
  NEGATIVE_SUFFIX_KEY,
  applyPromptPrefix,
  writeInfotext,
} from '@visionary/infotext';
import type { PngText } from '@visionary/infotext';
import type {
  PromptChange,
  RenderJob,
  RenderRecord,
  UnmatchedLoraPart,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { LoraHash } from './engine-protocol.js';

export interface RenderedBy {
  readonly modelName: string;
  readonly modelHash: string;
}

/** Digits of a hash that other tools show. */
const SHORT_HASH = 10;

type Pair = readonly [key: string, value: string];

/** The infotext of one image. Parameters without a common name have names of this project. */
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
    ...pairIf('Denoising strength', alone.init?.strength),
    ...pairIf('Eta', alone.eta),
    ...pairIf(PROMPT_PREFIX_KEY, alone.added?.prefix),
    ...pairIf(NEGATIVE_SUFFIX_KEY, alone.added?.negativeSuffix),
    ...pairIf('Lora hashes', joined(loraHashes.map(({ id, shortHash }) => `${id}: ${shortHash}`))),
    ...pairIf('Steered at', scheduled ? '' : joined((alone.promptChanges ?? []).map(steeredAt))),
    ...pairIf('Stopped at', alone.stopPoint?.step),
  ];
  return writeInfotext({ prompt, negative: words.negative, parameters });
}

function samplerPairs(scheduler: string): Pair[] {
  if (!isSchedulerName(scheduler)) return [['Sampler', scheduler]];
  const { sampler, scheduleType } = schedulerLabels(scheduler);
  return [['Sampler', sampler], ...pairIf('Schedule type', scheduleType)];
}

function pairIf(key: string, value: string | number | undefined): Pair[] {
  return value === undefined || value === '' ? [] : [[key, String(value)]];
}

const joined = (parts: readonly string[]) => parts.join(', ');

const steeredAt = ({ step, prompt, negative }: PromptChange) => JSON.stringify({ step, prompt, negative });

/** The texts of a PNG. Its record describes this image alone and contains no times, so that a reproduction is the same file. */
export function pngTextsOf(alone: RenderJob, by: RenderedBy, loraHashes: readonly LoraHash[]): PngText[] {
  const record = { modelName: by.modelName, modelHash: by.modelHash, ...RUNTIME, job: alone };
  return [
    { keyword: 'parameters', text: infotextOf(alone, by, loraHashes) },
    { keyword: IMAGE_RECORD_KEYWORD, text: JSON.stringify(record) },
  ];
}

/** The record of a finished take, with the infotext of its first image. */
export function takeRecord(
  job: RenderJob,
  by: RenderedBy & { readonly infotext: string },
  times: { readonly loadMs: number; readonly renderMs: number },
  unmatched: readonly UnmatchedLoraPart[],
): RenderRecord {
  return { ...by, ...RUNTIME, job, ...times, ...(unmatched.length > 0 && { unmatched }) };
}

interface ScheduledText {
  /** Finished steps when this text was applied. */
  readonly from: number;
  readonly text: string;
}

/**
 * Writes the steers of an image as the schedule `[from:to:step]` that renders the same image.
 * @returns undefined if no schedule is exact, because a text contains brackets or colons
 */
export function steeredPrompt({ prompt, negative, steps, promptChanges = [] }: RenderJob): PromptPair | undefined {
  const written = {
    prompt: schedule([
      { from: 0, text: prompt },
      ...promptChanges.map((one) => ({ from: one.step, text: one.prompt })),
    ]),
    negative: schedule([
      { from: 0, text: negative },
      ...promptChanges.map((one) => ({ from: one.step, text: one.negative })),
    ]),
  };
  return written.prompt !== undefined && written.negative !== undefined ? (written as PromptPair) : undefined;

  function schedule(all: readonly ScheduledText[]): string | undefined {
    const scheduled = all.filter(({ from }, at) => all[at + 1]?.from !== from);
    const [first, ...others] = scheduled.filter(({ text }, at) => at === 0 || scheduled[at - 1]!.text !== text);
    const whole = others.reduce((before, { from, text }) => `[${before}:${text}:${from}]`, first!.text);
    return isExact(whole, scheduled, steps) ? whole : undefined;
  }
}

/** Whether the schedule gives the same text at every step. */
function isExact(whole: string, scheduled: readonly ScheduledText[], steps: number): boolean {
  const read = scheduleTexts(whole, steps);
  for (let step = 0; step < steps; step++) {
    const expected = scheduled.findLast(({ from }) => from <= step)!.text;
    const texts = scheduleTexts(expected, steps);
    if (textAt(read, step) !== textAt(texts, step)) return false;
  }
  return true;
}

function textAt(texts: ReturnType<typeof scheduleTexts>, step: number): string | undefined {
  return texts.find(({ untilStep }) => step < untilStep)?.text;
}
