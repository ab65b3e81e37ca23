import { execFile, spawnSync } from 'node:child_process';
import { expect, it } from '@jest/globals';

interface Checks {
  readonly [name: string]: { readonly passed: boolean; readonly detail?: unknown };
}

/** Root is needed for namespaces; without it, the tool prints the command to type. */
const runCompose = (): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    const options = { maxBuffer: 16 * 2 ** 20 };
    execFile(process.execPath, ['tools/compose.mjs'], options, (_error, stdout, stderr) => resolve({ stdout, stderr }));
  });

/** A chroot cannot change how mounts propagate, so nothing can be run as a container there. */
const canRunContainers = (): boolean =>
  spawnSync('unshare', ['--net', '--mount', '--propagation', 'private', 'true']).status === 0;

it('[H44] docker-compose.yml works as written, in namespaces in place of containers', async () => {
  const { stdout, stderr } = await runCompose();
  if (!canRunContainers()) {
    process.stderr.write('docker-compose.yml was not run: this machine cannot run containers\n');
    expect(stderr).toMatch(/(cannot run containers|need Linux and root)/);
    return;
  }
  if (!stdout.startsWith('{')) throw new Error(stderr.slice(-20_000));
  const checks = JSON.parse(stdout) as Checks;
  expect(Object.entries(checks).filter(([, { passed }]) => !passed)).toEqual([]);
  expect(Object.keys(checks).length).toBe(9);
});
