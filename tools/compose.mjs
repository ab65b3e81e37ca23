/**
 * `npm run compose`: runs docker-compose.yml as written where no container engine runs: each container in namespaces of
 * its own, with the networks, volumes, users, rights, environment, commands and health checks that the file names. Programs of
 * images are those of this machine (see compose/images.mjs). Then checks that what the guide says is true, and prints the results as JSON.
 * Linux, as root. Changes nothing outside of a temporary folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { command, logStep, seconds, UserError } from './console.mjs';
import { at } from './paths.mjs';
import { capture, endAll, endAllOnSignal, exitOf, start } from './processes.mjs';
import { providePrograms } from './test-dependencies.mjs';

/** Set in the process that has a network of its own. */
const IS_INSIDE = process.env.VISIONARY_COMPOSE === 'inside';

/** As in containers. Under a stricter one of the user, the images could not be read. */
process.umask(0o022);

const NAMESPACES = ['--net', '--mount', '--propagation', 'private'];

/** As if in `.env`: without the limits of new accounts, a check can send as fast as it likes. */
const ENV_FILE = { NEW_ACCOUNT_LIMIT_HOURS: '0', LOG_LEVEL: 'warn' };

/** Builds the server, and continues in network and mount namespaces, so that bridges and mounts end with the process. */
async function enterNamespaces() {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    throw new UserError('Namespaces need Linux and root.', 'sudo npm run compose');
  }
  const { code, output } = await capture('unshare', [...NAMESPACES, 'true']);
  if (code !== 0) {
    const reason = output.trim();
    throw new UserError(
      `This machine cannot run containers (${reason}).`,
      'A chroot cannot. Run it on a whole machine.',
    );
  }
  const runtime = await bootstrap();
  await build(runtime);
  await providePrograms({ mysql: true, redis: true, backups: true, containers: true });
  const env = { ...runtime.env, VISIONARY_COMPOSE: 'inside' };
  return exitOf(start('unshare', [...NAMESPACES, runtime.node, at('tools/compose.mjs')], { env }));
}

async function runInside() {
  const { readPlan } = await import('./compose/plan.mjs');
  const { Network } = await import('./compose/network.mjs');
  const { Project } = await import('./compose/project.mjs');
  const { checkProject } = await import('./compose/checks.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'visionary-compose-'));
  const startedAt = Date.now();
  const plan = readPlan(ENV_FILE);
  const project = new Project(plan, await Network.create(plan), folder);
  try {
    await project.up();
    logStep(`All services are healthy after ${seconds(Date.now() - startedAt)}`);
    const results = await checkProject(project, plan);
    console.log(JSON.stringify(results, null, 2));
    const failed = Object.entries(results).filter(([, { passed }]) => !passed);
    for (const [name] of failed) logStep(`✗ ${name}`);
    return failed.length > 0 ? 1 : 0;
  } catch (error) {
    console.error(project.logs());
    throw error;
  } finally {
    await project.kill();
    await endAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

await command(async () => {
  endAllOnSignal();
  return IS_INSIDE ? runInside() : enterNamespaces();
});
