import { isSchedulerName, RUNTIME, schedulerLabels, scheduleTexts } from '@visionary/diffusion';
import type { PromptPair } from '@visionary/diffusion';
import {
  IMAGE_RECORD_KEYWORD,
  PARAMETERS_KEYWORD,
  PROMPT_PREFIX_KEY,
  NEGATIVE_SUFFIX_KEY,
  applyPromptPrefix,
  hasEmbeddingWord,
  parseImageRecord,
  promptParts,
  readPngText,
  upscalerLabel,
  writeInfotext,
} from '@visionary/infotext';
import type { PngText } from '@visionary/infotext';
import type {
  JobUpscale,
  PromptChange,
  RenderJob,
  RenderRecord,
  Rounding,
  UnmatchedLoraPart,
} from '../../../libs/generation/domain/renderer-protocol.js';
import type { LoraHash } from './engine-protocol.js';

/** What an image is computed with, where it changes its bytes. */
export interface Computed extends Rounding, Pick<RenderRecord, 'provider' | 'device'> {}

export interface RenderedBy extends Computed {
  readonly modelName: string;
  readonly modelHash: string;
}

/** Digits of a hash that other tools show. */
const SHORT_HASH = 10;
const CONTROL_HASH = 8;
/** Digits of the hash of an embedding. */
const EMBEDDING_HASH = 12;

type Pair = readonly [key: string, value: string];

/** What an image says about itself that is upscaled. */
export interface UpscaledImage {
  readonly modelHash: string;
  readonly rounding: Rounding;
  readonly infotext: string;
}

/** Reads it from a PNG of this project. Other images say nothing. */
export function readUpscaledImage(png: Uint8Array): UpscaledImage {
  const texts = readPngText(png);
  const record = parseImageRecord(texts.get(IMAGE_RECORD_KEYWORD) ?? '');
  const { modelHash, ...rest }: Readonly<Record<string, unknown>> = record ?? {};
  return {
    infotext: texts.get(PARAMETERS_KEYWORD) ?? '',
    modelHash: typeof modelHash === 'string' ? modelHash : '',
    rounding: roundingOf(rest),
  };
}

/** What a record says about it. */
export function roundingOf({
  attention,
  layout,
  precision,
  together,
}: { readonly [K in keyof Rounding]?: unknown }): Rounding {
  return {
    ...(attention === 'fused' && { attention }),
    ...(layout === 'plain' && { layout }),
    ...(precision === 'half' && { precision }),
    ...(typeof together === 'number' && { together }),
  };
}

/** As the extras of AUTOMATIC1111's web UI write an upscale. Only the last one of several counts. */
const UPSCALE_PAIRS = /, Postprocess upscale by: [^,]*, Postprocess upscaler: (?:"(?:\\.|[^\\"])*"|[^,]*)$/;

function upscaledInfotext({ infotext }: UpscaledImage, { scale, upscaler }: JobUpscale): string {
  const parameters: Pair[] = [
    ['Postprocess upscale by', String(scale)],
    ['Postprocess upscaler', upscalerLabel(upscaler)],
  ];
  const added = writeInfotext({ prompt: '', negative: '', parameters });
  return infotext === '' ? added : `${infotext.replace(UPSCALE_PAIRS, '')}, ${added}`;
}

/**
 * The infotext of one image. Parameters without a common name have names of this project.
 * @param upscaled the image that the job upscales
 */
export function infotextOf(
  job: RenderJob,
  by: RenderedBy,
  loraHashes: readonly LoraHash[],
  upscaled?: UpscaledImage,
): string {
  if (job.upscale && upscaled) return upscaledInfotext(upscaled, job.upscale);
  const scheduled = steeredPrompt(job);
  const typedPrompt = scheduled ?? { prompt: job.prompt, negative: job.negative };
  const fullPrompt = applyPromptPrefix(typedPrompt, job.added);
  const tags = (job.loras ?? [])
    .filter(({ id }) => !fullPrompt.prompt.includes(`<lora:${id}:`))
    .map(({ id, weight }) => `<lora:${id}:${weight}>`);
  const prompt = [fullPrompt.prompt, ...tags].filter((part) => part !== '').join(' ');
  const parameters: Pair[] = [
    ['Steps', String(job.steps)],
    ...samplerPairs(job.scheduler),
    ['CFG scale', String(job.guidance)],
    ['Seed', String(job.seed)],
    ['Size', `${job.width}x${job.height}`],
    ['Model hash', by.modelHash.slice(0, SHORT_HASH)],
    ['Model', by.modelName],
    ...vaePairs(job),
    ...pairIf('Clip skip', clipSkipOf(job)),
    ...pairIf('Denoising strength', job.init?.strength ?? job.hires?.strength),
    ...hiresPairs(job),
    ...controlPairs(job),
    ...pairIf('Eta', job.eta),
    ...pairIf(PROMPT_PREFIX_KEY, job.added?.prefix),
    ...pairIf(NEGATIVE_SUFFIX_KEY, job.added?.negativeSuffix),
    ...pairIf('Lora hashes', joinList(loraHashes.map(({ id, shortHash }) => `${id}: ${shortHash}`))),
    ...pairIf('TI hashes', joinList(embeddingHashes(job, fullPrompt))),
    ...pairIf('Steered at', scheduled ? '' : joinList((job.promptChanges ?? []).map(steeredAt))),
    ...pairIf('Stopped at', job.stopPoint?.step),
  ];
  return writeInfotext({ prompt, negative: fullPrompt.negative, parameters });
}

/** As AUTOMATIC1111 writes a VAE that does not belong to the model: by its file, with the extension. */
function vaePairs({ vae }: RenderJob): Pair[] {
  if (!vae) return [];
  const name = vae.id.includes('@') ? vae.id : `${vae.id}.safetensors`;
  return [...pairIf('VAE hash', vae.sha256?.slice(0, SHORT_HASH)), ['VAE', name]];
}

/** Only those whose word stands in a prompt, because the others have no effect. */
function embeddingHashes({ embeddings = [], promptChanges = [] }: RenderJob, prompts: PromptPair): string[] {
  const texts = [prompts, ...promptChanges].flatMap(({ prompt, negative }) => [prompt, negative]);
  const used = embeddings.filter(({ word }) => texts.some((text) => hasEmbeddingWord(text, word)));
  return used.map(({ word, sha256 = '' }) => `${word}: ${sha256.slice(0, EMBEDDING_HASH)}`);
}

/** The last layer is the default, which other tools don't write. */
function clipSkipOf({ clipSkip }: RenderJob): number | undefined {
  return clipSkip === 1 ? undefined : clipSkip;
}

function hiresPairs({ hires }: RenderJob): Pair[] {
  if (!hires) return [];
  const { upscaler, scale, steps } = hires;
  return [
    ['Hires upscale', String(scale)],
    ['Hires steps', String(steps)],
    ['Hires upscaler', upscalerLabel(upscaler)],
  ];
}

/** As the ControlNet extension of AUTOMATIC1111's web UI writes them. Images are brought along as they are. */
function controlPairs({ controls = [] }: RenderJob): Pair[] {
  return controls.map(({ id, sha256 = '', weight, start, end }, i): Pair => {
    const parts: Pair[] = [
      ['Module', 'none'],
      ['Model', `${id} [${sha256.slice(0, CONTROL_HASH)}]`],
      ['Weight', String(weight)],
      ['Resize Mode', 'Crop and Resize'],
      ['Guidance Start', String(start)],
      ['Guidance End', String(end)],
      ['Control Mode', 'Balanced'],
    ];
    return [`ControlNet ${i}`, joinList(parts.map(([key, value]) => `${key}: ${value}`))];
  });
}

function samplerPairs(scheduler: string): Pair[] {
  if (!isSchedulerName(scheduler)) return [['Sampler', scheduler]];
  const { sampler, scheduleType } = schedulerLabels(scheduler);
  return [['Sampler', sampler], ...pairIf('Schedule type', scheduleType)];
}

function pairIf(key: string, value: string | number | undefined): Pair[] {
  return value === undefined || value === '' ? [] : [[key, String(value)]];
}

const joinList = (parts: readonly string[]) => parts.join(', ');

const steeredAt = ({ step, prompt, negative }: PromptChange) => JSON.stringify({ step, prompt, negative });

/** The texts of a PNG. Its record describes this image alone and contains no times, so that a reproduction is the same file. */
export function pngTextsOf(
  job: RenderJob,
  by: RenderedBy,
  loraHashes: readonly LoraHash[],
  upscaled?: UpscaledImage,
): PngText[] {
  const { modelName, modelHash, provider, device, ...rounding } = by;
  const computedBy = { runtime: RUNTIME, provider, ...(device !== undefined && { device }) };
  const record = { modelName, modelHash, ...computedBy, ...rounding, job };
  return [
    { keyword: PARAMETERS_KEYWORD, text: infotextOf(job, by, loraHashes, upscaled) },
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
  return { ...by, runtime: RUNTIME, job, ...times, ...(unmatched.length > 0 && { unmatched }) };
}

interface ScheduledText {
  /** Finished steps when this text was applied. */
  readonly from: number;
  readonly text: string;
}

/**
 * Writes the steers of an image as the schedule `[from:to:step]` that renders the same image.
 * @returns undefined if no schedule is exact, because a text contains brackets, colons, or AND
 */
export function steeredPrompt(job: RenderJob): PromptPair | undefined {
  const { prompt, negative, promptChanges = [] } = job;
  const scheduled = {
    prompt: schedule([
      { from: 0, text: prompt },
      ...promptChanges.map((one) => ({ from: one.step, text: one.prompt })),
    ]),
    negative: schedule([
      { from: 0, text: negative },
      ...promptChanges.map((one) => ({ from: one.step, text: one.negative })),
    ]),
  };
  return scheduled.prompt !== undefined && scheduled.negative !== undefined ? (scheduled as PromptPair) : undefined;

  function schedule(entries: readonly ScheduledText[]): string | undefined {
    const scheduled = entries.filter(({ from }, at) => entries[at + 1]?.from !== from);
    const [first, ...others] = scheduled.filter(({ text }, at) => at === 0 || scheduled[at - 1]!.text !== text);
    const text = others.reduce((before, { from, text }) => `[${before}:${text}:${from}]`, first!.text);
    return isExact(text, scheduled, job) ? text : undefined;
  }
}

/** Whether the schedule gives the same text at every step. */
function isExact(text: string, scheduled: readonly ScheduledText[], { steps, hires }: RenderJob): boolean {
  // AND splits a prompt before its schedules.
  if (scheduled.length > 1 && promptParts(text).length > 1) return false;
  const passes = [{ steps, earlierSteps: 0 }, ...(hires ? [{ steps: hires.steps, earlierSteps: steps }] : [])];
  return passes.every((pass) => isExactIn(pass, text, scheduled));
}

function isExactIn(
  { steps, earlierSteps }: { readonly steps: number; readonly earlierSteps: number },
  text: string,
  scheduled: readonly ScheduledText[],
): boolean {
  const parsed = scheduleTexts(text, steps, earlierSteps);
  for (let step = 0; step < steps; step++) {
    const expected = scheduled.findLast(({ from }) => from <= earlierSteps + step)!.text;
    const texts = scheduleTexts(expected, steps, earlierSteps);
    if (textAt(parsed, step) !== textAt(texts, step)) return false;
  }
  return true;
}

function textAt(texts: ReturnType<typeof scheduleTexts>, step: number): string | undefined {
  return texts.find(({ untilStep }) => step < untilStep)?.text;
}
