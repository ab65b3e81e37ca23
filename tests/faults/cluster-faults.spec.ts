import { execFile } from 'node:child_process';
import { expect, it } from '@jest/globals';

interface Report {
  readonly messages: number;
  readonly faults: readonly string[];
  /** What went wrong, in words. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly reordered: readonly string[];
  readonly different: readonly string[];
  readonly complaints: readonly string[];
}

/** `npm run soak -- cluster` runs more seeds, for longer. */
const runCluster = (seed: number): Promise<Report> =>
  new Promise((resolve, reject) => {
    const args = ['tests/soak/cluster.mjs', '--seeds', '1', '--first', String(seed), '--seconds', '12'];
    execFile(process.execPath, args, { maxBuffer: 16 * 2 ** 20 }, (_error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve((JSON.parse(stdout) as { readonly reports: [Report] }).reports[0]);
      else reject(new Error(stderr.slice(-20_000)));
    });
  });

it('[RT28] three servers under all faults at once lose, double and reorder nothing', async () => {
  const { faults, messages, lost, doubled, reordered, different, complaints } = await runCluster(4);
  expect(faults.length).toBeGreaterThan(2);
  expect(messages).toBeGreaterThan(30);
  // How long messages take is measured by the soak on a quiet machine.
  const found = { lost, doubled, reordered, different, complaints };
  expect(found).toEqual({ lost: [], doubled: [], reordered: [], different: [], complaints: [] });
});
