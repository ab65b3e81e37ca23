import { execFile } from 'node:child_process';
import { expect, it } from '@jest/globals';

interface Checks {
  readonly [name: string]: { readonly passed: boolean; readonly detail?: unknown };
}

/** Root is needed for namespaces; without it, the tool prints the command to type. */
const runCompose = (): Promise<{ readonly checks: Checks; readonly log: string }> =>
  new Promise((resolve, reject) => {
    const options = { maxBuffer: 16 * 2 ** 20 };
    execFile(process.execPath, ['tools/compose.mjs'], options, (_error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve({ checks: JSON.parse(stdout) as Checks, log: stderr });
      else reject(new Error(stderr.slice(-20_000)));
    });
  });

it('[H44] docker-compose.yml works as written, in namespaces in place of containers', async () => {
  const { checks } = await runCompose();
  const failed = Object.entries(checks).filter(([, { passed }]) => !passed);
  expect(failed).toEqual([]);
  expect(Object.keys(checks).length).toBe(9);
});
