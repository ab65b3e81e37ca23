import type { ModelDescription } from '@visionary/diffusion';
import { describeModel, folderHash, readModelFolder } from '@visionary/diffusion';
import type { ProbeMeasurements, ProbeResult } from '../../../../libs/generation/cli.js';
import { probeModel } from '../../../../libs/generation/cli.js';
import { modelDirOf } from '../find-model.js';
import { UserError } from '../user-error.js';
import { familyName } from './family.js';
import { inMebibytes, table } from './sizes.js';

interface Settings {
  readonly modelsDir: string;
  readonly rendererThreads: number;
}

/** A step of a large model on a small machine takes a minute. */
const DEADLINE_MS = 10 * 60_000;
const SHORT_HASH = 10;

/**
 * Says what a model is, loads it in a process of its own and makes one step with it.
 * @param model name of a folder in MODELS_DIR, or a path
 * @throws ModelFolderError when it cannot be served: the file, the reason, and what would fit; Trouble when it was tried
 * in vain
 */
export async function checkModel({ modelsDir, rendererThreads }: Settings, model: string): Promise<string> {
  const folder = await readModelFolder(modelDirOf(modelsDir, model));
  const [described, hash] = await Promise.all([describeModel(folder), folderHash(folder.dir)]);
  const rows = [
    ['model', `${model} (${hash.slice(0, SHORT_HASH)})`],
    ['family', familyName(described)],
    [
      'native size',
      described.nativeSize ? `${described.nativeSize}×${described.nativeSize}` : 'not in unet/config.json',
    ],
    ['size', `multiples of ${described.sizeMultiple}`],
    ['scheduler', `${folder.scheduler.timestepSpacing} spacing, predicts ${described.prediction}`],
    ['token limit', described.textWindows.map((tokens) => `${tokens - 2} tokens`).join(', ')],
    ...described.parts.map((part) => [part.name, `${inMebibytes(part.bytes)}, ${part.precision}`]),
    ['init image', folder.graphs.vaeEncoder ? 'supported' : 'not supported: no vae_encoder/model.onnx'],
    ['previews', folder.graphs.previewDecoder ? 'preview decoder' : 'linear approximation'],
    ['LoRAs', lorasWords(described)],
    ['memory', `about ${inMebibytes(described.estimatedBytes)} from its files`],
  ];
  const result = await probeModel(folder.dir, { deadlineMs: DEADLINE_MS, threads: rendererThreads });
  if (!result.ok) throw refused(result, table(rows));
  return table([...rows, ...triedRows(result.facts)]);
}

/** Weights that stand in the graph by name can be changed; folded or packed ones cannot. */
function lorasWords({ parts }: ModelDescription): string {
  const unet = parts.find(({ name }) => name === 'unet');
  return unet && (unet.precision === 'fp16' || unet.precision === 'fp32') ? 'supported' : 'not supported';
}

function triedRows({ heldBytes, peakRssBytes, loadMs, stepMs, width, height }: ProbeMeasurements): string[][] {
  return [
    ['memory used', `${inMebibytes(heldBytes)} loaded, ${inMebibytes(peakRssBytes)} peak while rendering`],
    ['loaded in', `${(loadMs / 1000).toFixed(1)} s`],
    ['one step', `${stepMs} ms at ${width}×${height}`],
  ];
}

function refused({ code, detail }: Extract<ProbeResult, { ok: false }>, soFar: string): UserError {
  return new UserError(`${soFar}\n\nIt can’t be used: ${detail} (${code}).`);
}
