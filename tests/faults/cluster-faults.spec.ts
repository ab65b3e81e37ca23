import { execFile } from 'node:child_process';
import { expect, it } from '@jest/globals';

interface Report {
  readonly reports: readonly { readonly messages: number; readonly faults: readonly string[] }[];
  readonly totals: Readonly<Record<string, number>>;
}

/** `npm run soak -- cluster` runs more seeds, for longer. */
const runCluster = (seed: number): Promise<Report> =>
  new Promise((resolve, reject) => {
    const args = ['tests/soak/cluster.mjs', '--seeds', '1', '--first', String(seed), '--seconds', '12'];
    execFile(process.execPath, args, { maxBuffer: 16 * 2 ** 20 }, (_error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(JSON.parse(stdout) as Report);
      else reject(new Error(stderr.slice(-20_000)));
    });
  });

it('[RT28] three servers under all faults at once lose, double and reorder nothing', async () => {
  const { reports, totals } = await runCluster(1);
  expect(reports[0]?.faults.length).toBeGreaterThan(2);
  expect(reports[0]?.messages).toBeGreaterThan(30);
  // How long messages take is measured by the soak on a quiet machine.
  const { stale: _stale, ...counts } = totals;
  expect(counts).toEqual({ lost: 0, doubled: 0, reordered: 0, different: 0, complaints: 0 });
});
