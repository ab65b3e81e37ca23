/**
 * A model of full size with noise as weights: its export in plain onnxruntime, the export in the engine, and its
 * checkpoint in the engine, each in a process of its own. Prints JSON, and a table to stderr. Needs a disk with three times
 * the size of the checkpoint, and memory for twice that: 2 GB for sd15, 7 GB for sdxl.
 *
 *     npm run bench -- real-size [tiny | sd15 | sdxl] [side] [steps]
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { rounded } from './support/figures.mjs';
import { checkpointTensors, SIZES } from './support/real-size/checkpoint-tensors.mjs';
import { countOf, writeCheckpoint } from './support/real-size/checkpoint-writer.mjs';
import { columnFigures, runColumn, tableOf } from './support/real-size/columns.mjs';
import { EXPORT_FORM, writeExport } from './support/real-size/export-writer.mjs';
import { writeLora } from './support/real-size/lora-writer.mjs';

const NATIVE_SIDES = { tiny: 64, sd15: 512, sdxl: 1024 };

const [size = 'sd15', sideAsked = NATIVE_SIDES[size], stepsAsked = '3'] = process.argv.slice(2);
if (!(size in SIZES)) throw new RangeError(`there is no size ${size}, only ${Object.keys(SIZES).join(', ')}`);
const [side, steps] = [Number(sideAsked), Number(stepsAsked)];
if (steps < 2) throw new RangeError('a settled step follows a first one: at least 2 steps');

const folder = mkdtempSync(join(tmpdir(), 'visionary-real-size-'));
try {
  const tensors = checkpointTensors(SIZES[size]);
  const parameters = [...tensors.values()].reduce((sum, shape) => sum + countOf(shape), 0);
  const exported = join(folder, 'export');
  const checkpoint = join(folder, 'checkpoint.safetensors');
  mkdirSync(exported);
  writeCheckpoint(checkpoint, tensors);
  await writeExport(checkpoint, exported);
  const lora = join(folder, 'lora.safetensors');
  await writeLora(lora, checkpoint);
  const run = async (program, dir, more = {}) =>
    columnFigures(await runColumn(program, { dir, side, steps, ...more }), dir);
  const load = [rounded(loadavg()[0], 1)];
  const columns = {
    exportInPlainRuntime: await run('plain', exported),
    exportInEngine: await run('engine', exported),
    checkpointInEngine: await run('engine', checkpoint, { lora }),
  };
  load.push(rounded(loadavg()[0], 1));
  const { exportInPlainRuntime: plain, exportInEngine, checkpointInEngine: own } = columns;
  const ratio = (a, b) => rounded(a / b, 2);
  const figures = {
    ...{ bench: 'real-size', size, side, steps, parameters, threads: availableParallelism(), load },
    exportForm: EXPORT_FORM,
    columns,
    ratios: {
      settledStepOverPlain: ratio(own.settledStep.cpuS, plain.settledStep.cpuS),
      firstStepOverPlain: ratio(own.firstStep.cpuS, plain.firstStep.cpuS),
      loadPeakOverFiles: ratio(own.loadPeakMiB, own.filesMiB),
      loadPeakAnonymousOverFiles: ratio(own.loadPeakAnonymousMiB, own.filesMiB),
      loadPeakOverFloat32: ratio(own.loadPeakMiB, (parameters * 4) / 2 ** 20),
      heldOverBooks: ratio(own.heldMiB, own.booksMiB),
      checkpointToFirstStepOverExport: ratio(toFirstStep(own), toFirstStep(exportInEngine)),
      stepWithLoraOverWithout: ratio(own.settledStepWithLora.cpuS, own.settledStep.cpuS),
    },
    aims: {
      ...{ settledStepOverPlain: 0.8, firstStepOverPlain: 0.5, loadPeakOverFiles: 1.6, heldOverBooks: 1.1 },
      ...{ checkpointToFirstStepOverExport: 1.2, stepWithLoraOverWithout: 1.05, loraWeightChangeS: 1 },
    },
  };
  console.error(tableOf(columns));
  console.log(JSON.stringify(figures, null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function toFirstStep({ load, firstStep }) {
  return load.cpuS + firstStep.cpuS;
}
