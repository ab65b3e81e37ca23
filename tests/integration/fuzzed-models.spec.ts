import { execFile } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

const SECONDS = 10;

interface ProbeReport {
  readonly tried: Readonly<Record<string, number>>;
  readonly trouble?: string;
  /** The case that caused it. */
  readonly failed?: object;
}

describe('fuzzed model files', () => {
  it(`[M9] [M146] for ${SECONDS} seconds each is accepted or rejected`, async () => {
    // Printed, so that a failure can be reproduced: npm run fuzz -- models --seed N.
    const seed = String(Date.now() % 2 ** 31);
    const args = ['tests/fuzz/models.mjs', '--seconds', String(SECONDS), '--seed', seed];
    const report = await new Promise<ProbeReport>((resolve, reject) => {
      execFile(process.execPath, args, (error, stdout, stderr) => {
        if (stdout === '') reject(new Error(`seed ${seed}: ${stderr}`, { cause: error }));
        else resolve(JSON.parse(stdout) as ProbeReport);
      });
    });
    const { trouble, failed } = report;
    expect({ seed, trouble, failed }).toEqual({ seed, trouble: undefined, failed: undefined });
    for (const kind of ['weights', 'graph', 'arithmetic', 'zip', 'file', 'noise']) {
      expect([kind, report.tried[kind]]).not.toEqual([kind, undefined]);
    }
  });
});
