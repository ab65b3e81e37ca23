import { isSchedulerName, RUNTIME, schedulerLabels, writeInfotext } from '@visionary/diffusion';
import type { PngText } from '@visionary/diffusion';
import type { RenderJob, RenderRecord } from '../../../libs/generation/domain/renderer-protocol.js';
import { seedOf } from './engine-protocol.js';

export interface RenderedBy {
  readonly modelName: string;
  readonly modelHash: string;
}

/** Other tools show this much of a hash. */
const SHORT_HASH = 10;

/** The parameters of picture `picture` as the field writes them. */
function infotextOf(job: RenderJob, picture: number, { modelName, modelHash }: RenderedBy): string {
  const labels = isSchedulerName(job.scheduler) ? schedulerLabels(job.scheduler) : { sampler: job.scheduler };
  const parameters: [string, string][] = [
    ['Steps', String(job.steps)],
    ['Sampler', labels.sampler],
    ...('scheduleType' in labels && labels.scheduleType
      ? [['Schedule type', labels.scheduleType] as [string, string]]
      : []),
    ['CFG scale', String(job.guidance)],
    ['Seed', String(seedOf(job, picture))],
    ['Size', `${job.width}x${job.height}`],
    ['Model hash', modelHash.slice(0, SHORT_HASH)],
    ['Model', modelName],
  ];
  return writeInfotext({ prompt: job.prompt, negative: job.negative, parameters });
}

/**
 * What goes into the PNG. The record there speaks of this picture as if it had been rendered alone and knows no times,
 * so that rendering it again gives the same file.
 */
export function pngTextsOf(job: RenderJob, picture: number, by: RenderedBy): PngText[] {
  const alone = { ...job, seed: seedOf(job, picture), batch: 1 };
  const record = { modelName: by.modelName, modelHash: by.modelHash, ...RUNTIME, job: alone };
  return [
    { keyword: 'parameters', text: infotextOf(job, picture, by) },
    { keyword: 'visionary', text: JSON.stringify(record) },
  ];
}

/** What the server keeps of a finished take. */
export function takeRecord(
  job: RenderJob,
  by: RenderedBy,
  times: { readonly loadMs: number; readonly renderMs: number },
): RenderRecord {
  return { ...by, ...RUNTIME, job, infotext: infotextOf(job, 0, by), ...times };
}
