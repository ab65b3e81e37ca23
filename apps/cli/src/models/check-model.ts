import type { ModelDescription } from '@visionary/diffusion';
import { describeModel, folderHash, readModelFolder } from '@visionary/diffusion';
import type { ProbeMeasurements, ProbeResult } from '../../../../libs/generation/cli.js';
import { probeModel } from '../../../../libs/generation/cli.js';
import { modelDirOf } from '../find-model.js';
import { UserError } from '../user-error.js';
import { familyName } from './family.js';
import { formatBytes, table } from './format.js';

interface Settings {
  readonly modelsDir: string;
  readonly rendererThreads: number;
}

/** One step of a large model on a slow machine takes a minute. */
const DEADLINE_MS = 10 * 60_000;
const SHORT_HASH = 10;

/**
 * Describes a model, loads it in a separate process and renders one step.
 * @param model name of a folder in MODELS_DIR, or a path
 * @throws ModelFolderError for an invalid folder; UserError when the test fails
 */
export async function checkModel({ modelsDir, rendererThreads }: Settings, model: string): Promise<string> {
  const folder = await readModelFolder(modelDirOf(modelsDir, model));
  const [description, hash] = await Promise.all([describeModel(folder), folderHash(folder.dir)]);
  const rows = [
    ['model', `${model} (${hash.slice(0, SHORT_HASH)})`],
    ['family', familyName(description)],
    [
      'native size',
      description.nativeSize ? `${description.nativeSize}×${description.nativeSize}` : 'not in unet/config.json',
    ],
    ['size', `multiples of ${description.sizeMultiple}`],
    ['scheduler', `${folder.scheduler.timestepSpacing} spacing, predicts ${description.prediction}`],
    ['token limit', description.contextLengths.map((tokens) => `${tokens - 2} tokens`).join(', ')],
    ...description.parts.map((part) => [part.name, `${formatBytes(part.bytes)}, ${part.precision}`]),
    ['init image', folder.graphs.vaeEncoder ? 'supported' : 'not supported: no vae_encoder/model.onnx'],
    ['previews', folder.graphs.previewDecoder ? 'preview decoder' : 'linear approximation'],
    ['LoRAs', loraSupport(description)],
    ['memory', `about ${formatBytes(description.estimatedBytes)} from its files`],
  ];
  const result = await probeModel(folder.dir, { deadlineMs: DEADLINE_MS, threads: rendererThreads });
  if (!result.ok) throw probeError(result, table(rows));
  return table([...rows, ...probeRows(result.facts)]);
}

/** LoRAs need weights that are named in the graph; folded or packed ones cannot be changed. */
function loraSupport({ parts }: ModelDescription): string {
  const unet = parts.find(({ name }) => name === 'unet');
  return unet && (unet.precision === 'fp16' || unet.precision === 'fp32') ? 'supported' : 'not supported';
}

function probeRows({ heldBytes, peakRssBytes, loadMs, stepMs, width, height }: ProbeMeasurements): string[][] {
  return [
    ['memory used', `${formatBytes(heldBytes)} loaded, ${formatBytes(peakRssBytes)} peak while rendering`],
    ['loaded in', `${(loadMs / 1000).toFixed(1)} s`],
    ['one step', `${stepMs} ms at ${width}×${height}`],
  ];
}

function probeError({ code, detail }: Extract<ProbeResult, { ok: false }>, summary: string): UserError {
  return new UserError(`${summary}\n\nIt can’t be used: ${detail} (${code}).`);
}
