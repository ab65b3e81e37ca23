import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const run = promisify(execFile);

const TIME = { cpuS: expect.any(Number), wallS: expect.any(Number) };
const NUMBER = expect.any(Number);
const COLUMN = {
  ...{ filesMiB: NUMBER, load: TIME, loadPeakMiB: NUMBER, loadPeakAnonymousMiB: NUMBER },
  ...{ firstStep: TIME, settledStep: TIME, peakMiB: NUMBER, heldMiB: NUMBER },
};
const AIMS = [
  ...['settledStepOverPlain', 'firstStepOverPlain', 'loadPeakOverFiles', 'heldOverBooks'],
  ...['checkpointToFirstStepOverExport', 'stepWithLoraOverWithout'],
];

describe('the benchmark of models of real size', () => {
  it('measures every column of a tiny model', async () => {
    const { stdout, stderr } = await run(process.execPath, ['tests/bench/real-size.mjs', 'tiny']);
    const { columns, twoModels, twoExports, ratios, aims, ...figures } = JSON.parse(stdout) as Record<string, object>;
    expect(figures).toEqual({
      ...{ bench: 'real-size', size: 'tiny', side: 64, steps: 3, parameters: NUMBER, threads: NUMBER },
      ...{ load: [NUMBER, NUMBER], exportForm: expect.any(String) },
    });
    expect(columns).toEqual({
      exportInPlainRuntime: COLUMN,
      exportInEngine: { ...COLUMN, booksMiB: NUMBER },
      checkpointInEngine: { ...COLUMN, booksMiB: NUMBER, loraWeightChange: TIME, settledStepWithLora: TIME },
    });
    const inTurn = { budgetMiB: NUMBER, peakMiB: NUMBER, layout: 'fast' };
    expect(twoModels).toEqual({ ...inTurn, loadCpuS: Array.from({ length: 4 }, () => NUMBER) });
    // Two tiny exports may fit side by side.
    expect(twoExports).toEqual({ ...inTurn, loadCpuS: expect.arrayContaining([NUMBER, NUMBER]) });
    // A step of a tiny model may take no measurable time, so that its ratios say nothing.
    expect(Object.keys(ratios!)).toEqual(expect.arrayContaining(AIMS));
    expect(Object.keys(aims!)).toEqual([...AIMS, 'loraWeightChangeS', 'peakOfTwoModelsOverBudget']);
    expect(stderr).toMatch(/^ +exportInPlainRuntime +exportInEngine +checkpointInEngine/m);
  });
});
