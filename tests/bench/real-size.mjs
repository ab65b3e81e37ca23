/**
 * A model of full size with noise as weights: its export in plain onnxruntime, the export in the engine, and its
 * checkpoint in the engine, each in a process of its own; then two of them in turn under a budget for one. Prints JSON, and a table to stderr. Needs a disk with eight times
 * the size of the checkpoint, and memory for twice that: 2 GB for sd15, 7 GB for sdxl.
 *
 *     npm run bench -- real-size [tiny | sd15 | sdxl] [side] [steps]
 */
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { rounded } from './support/figures.mjs';
import { checkpointTensors, SIZES } from './support/real-size/checkpoint-tensors.mjs';
import { countOf, writeCheckpoint } from './support/real-size/checkpoint-writer.mjs';
import { columnFigures, runColumn, tableOf } from './support/real-size/columns.mjs';
import { EXPORT_FORM, writeExport } from './support/real-size/export-writer.mjs';
import { writeLora } from './support/real-size/lora-writer.mjs';

/** A budget for one model: its weights in float32 with a quarter more, and what any load leaves. */
const budgetForOne = (float32Bytes) => Math.ceil(float32Bytes * 1.25) + 64 * 2 ** 20;
const NATIVE_SIDES = { tiny: 64, sd15: 512, sdxl: 1024 };

const [size = 'sd15', sideAsked = NATIVE_SIDES[size], stepsAsked = '3'] = process.argv.slice(2);
if (!(size in SIZES)) throw new RangeError(`there is no size ${size}, only ${Object.keys(SIZES).join(', ')}`);
const [side, steps] = [Number(sideAsked), Number(stepsAsked)];
if (steps < 2) throw new RangeError('a settled step follows a first one: at least 2 steps');

const folder = mkdtempSync(join(tmpdir(), 'visionary-real-size-'));
// The engine keeps optimized graphs there.
process.env.TMPDIR = folder;
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
  const float32Bytes = parameters * 4;
  const inTurn = (dirs, turns) =>
    modelsInTurn({ dirs, turns, side, budgetBytes: budgetForOne(float32Bytes), verifiedDir: folder });
  const other = join(folder, 'other.safetensors');
  linkSync(checkpoint, other);
  const twoModels = await inTurn([checkpoint, other], 2);
  const otherExport = join(folder, 'other-export');
  linkFolder(exported, otherExport);
  const twoExports = await inTurn([exported, otherExport], 4);
  load.push(rounded(loadavg()[0], 1));
  const { exportInPlainRuntime: plain, exportInEngine, checkpointInEngine: own } = columns;
  const ratio = (a, b) => rounded(a / b, 2);
  const figures = {
    ...{ bench: 'real-size', size, side, steps, parameters, threads: availableParallelism(), load },
    exportForm: EXPORT_FORM,
    columns,
    twoModels,
    twoExports,
    ratios: {
      settledStepOverPlain: ratio(own.settledStep.cpuS, plain.settledStep.cpuS),
      firstStepOverPlain: ratio(own.firstStep.cpuS, plain.firstStep.cpuS),
      loadPeakOverFiles: ratio(own.loadPeakMiB, own.filesMiB),
      loadPeakAnonymousOverFiles: ratio(own.loadPeakAnonymousMiB, own.filesMiB),
      loadPeakOverFloat32: ratio(own.loadPeakMiB, float32Bytes / 2 ** 20),
      heldOverBooks: ratio(own.heldMiB, own.booksMiB),
      checkpointToFirstStepOverExport: ratio(toFirstStep(own), toFirstStep(exportInEngine)),
      stepWithLoraOverWithout: ratio(own.settledStepWithLora.cpuS, own.settledStep.cpuS),
      peakOfTwoModelsOverBudget: ratio(twoModels.peakMiB, twoModels.budgetMiB),
      lastLoadOfExportOverFirst: ratio(twoExports.loadCpuS.at(-1), twoExports.loadCpuS[0]),
    },
    aims: {
      ...{ settledStepOverPlain: 0.8, firstStepOverPlain: 0.5, loadPeakOverFiles: 1.6, heldOverBooks: 1.1 },
      ...{
        checkpointToFirstStepOverExport: 1.2,
        stepWithLoraOverWithout: 1.05,
        loraWeightChangeS: 1,
        peakOfTwoModelsOverBudget: 1,
      },
    },
  };
  console.error(tableOf(columns));
  console.log(JSON.stringify(figures, null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function modelsInTurn(job) {
  const { loads, layout, peakBytes } = await runColumn('two', job);
  const [budgetMiB, peakMiB] = [job.budgetBytes, peakBytes].map((bytes) => rounded(bytes / 2 ** 20));
  return { budgetMiB, peakMiB, loadCpuS: loads.map(({ cpuS }) => rounded(cpuS, 2)), layout };
}

function linkFolder(from, to) {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else linkSync(source, target);
  }
}

function toFirstStep({ load, firstStep }) {
  return load.cpuS + firstStep.cpuS;
}
