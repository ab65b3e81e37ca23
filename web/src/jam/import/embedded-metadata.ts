import {
  parseImageRecord,
  SAMPLER_NAMES,
  settingsFromInfotext,
  type Infotext,
  type SamplerName,
} from '@visionary/infotext';
import { z } from 'zod';
import { loraTags } from '../syntax/lora-tags.js';
import type { ImportedParameters, SkippedParameter } from './resolve-parameters.js';
import { steeredFrom } from '../../generation/index.js';

const PromptChange = z.object({ step: z.number(), prompt: z.string(), negative: z.string() });
/** The part of the metadata that a room can set. It comes from a file, so any value is possible. */
const ImageRecord = z.object({
  modelName: z.string(),
  modelHash: z.string().optional(),
  job: z.object({
    prompt: z.string(),
    negative: z.string(),
    scheduler: z.string(),
    steps: z.number(),
    guidance: z.number(),
    width: z.number(),
    height: z.number(),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1),
    eta: z.number().min(0).max(1).optional(),
    clipSkip: z.number().int().min(1).optional(),
    hires: z.object({ upscaler: z.string(), scale: z.number(), steps: z.number(), strength: z.number() }).optional(),
    loras: z.array(z.object({ id: z.string(), weight: z.number() })).optional(),
    embeddings: z.array(z.object({ id: z.string(), sha256: z.string().optional() })).optional(),
    vae: z.object({ id: z.string(), sha256: z.string().optional() }).optional(),
    init: z.object({ strength: z.number(), maskSha256: z.string().optional() }).optional(),
    controls: z.array(z.object({ id: z.string() })).optional(),
    promptChanges: z.array(PromptChange).optional(),
    stopPoint: z.object({ step: z.number() }).optional(),
  }),
});

/** @returns null for anything but our metadata */
export function parseMetadata(text: string): ImportedParameters | null {
  const parsed = ImageRecord.safeParse(parseImageRecord(text));
  if (!parsed.success) return null;
  const { modelName, modelHash, job } = parsed.data;
  const {
    scheduler,
    loras = [],
    embeddings,
    vae,
    init,
    promptChanges = [],
    stopPoint,
    eta,
    clipSkip,
    hires,
    controls = [],
    ...rest
  } = job;
  const skipped: SkippedParameter[] = [
    ...(init ? [{ reason: 'startImage', name: 'Denoising strength', value: String(init.strength) } as const] : []),
    ...controls.map(({ id }, i) => ({ reason: 'control', name: `ControlNet ${i}`, value: id }) as const),
    ...promptChanges.map(
      ({ step, prompt }) => ({ reason: 'steered', name: String(steeredFrom({ step })), value: prompt }) as const,
    ),
    ...(stopPoint ? [{ reason: 'stopped', name: 'Stopped at', value: String(stopPoint.step) } as const] : []),
  ];
  // A tag in the prompt already sets it and continues to do so.
  const tagged = new Set(loraTags(job.prompt).map(({ id }) => id));
  const sampler = SAMPLER_NAMES.find((name) => name === scheduler);
  return {
    ...rest,
    ...(eta === undefined ? {} : { eta }),
    ...(clipSkip === undefined ? {} : { clipSkip }),
    ...(hires === undefined ? {} : { hires }),
    scheduler: sampler ?? (scheduler as SamplerName),
    model: { name: modelName, ...(modelHash === undefined ? {} : { hash: modelHash.slice(0, 10) }) },
    loras: loras.filter(({ id }) => !tagged.has(id)).map(({ id, weight }) => ({ name: id, weight })),
    ...(embeddings && { embeddings: embeddings.map(namedFile) }),
    ...(vae && { vae: namedFile(vae) }),
    ...{ unsupported: [], skipped },
  };
}

const namedFile = ({ id, sha256 }: { readonly id: string; readonly sha256?: string | undefined }) => ({
  name: id,
  ...(sha256 !== undefined && { hash: sha256 }),
});

/**
 * The steered prompt as prompt-editing syntax, as in the infotext: a schedule that gives the same image. If no schedule
 * can express it, the infotext lists the steers, and they are reported as unavailable.
 */
export function withSchedule(record: ImportedParameters, infotext: Infotext | null): ImportedParameters {
  const skipped = record.skipped ?? [];
  const isSteered = skipped.some(({ reason }) => reason === 'steered');
  if (!isSteered || !infotext || infotext.parameters.some(([key]) => key === 'Steered at')) return record;
  const { prompt, negative, loras } = settingsFromInfotext(infotext);
  return { ...record, prompt, negative, loras, skipped: skipped.filter(({ reason }) => reason !== 'steered') };
}
