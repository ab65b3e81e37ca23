import { InstanceService } from '@visionary/accounts';
import { closeDataFolder, type Config, readConfig } from '@visionary/platform/config';
import { logFindings } from '@visionary/platform/doctor';
import { lockDataFolder } from '../../shared/lock-data-folder.js';
import { createApp } from './create-app.js';
import { drain } from './drain.js';
import { describeStartFailure } from './start-failure.js';
import { examineInstance } from '../../shared/examine-instance.js';
import { stopOnSignal } from '../../shared/stop-on-signal.js';
import { requireFinishedRestore } from '../../shared/unfinished-restore.js';
import { startWatchdog } from '../../shared/watchdog.js';

/** The address for a browser on this machine. */
const addressOf = (host: string, port: number): string => {
  const name = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

/** Printed only here, for the operator who started the server. */
const formatAdminClaim = (address: string): string =>
  `This server has no admin yet. Open this link to become its admin (valid once, for 24 hours): ${address}\n`;

const SAMPLES_HINT =
  'Nothing is here yet. The setup offers samples, and so does: npx visionary seed (npx visionary seed --remove removes them)\n';

let config: Config | undefined;
try {
  config = readConfig(process.env);
  closeDataFolder(config.dataDir);
  if (config.databaseUrl.startsWith('sqlite:')) await lockDataFolder(config.dataDir);
  requireFinishedRestore(config.dataDir);
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  const settings = config;
  stopOnSignal(app, 'Server', { drain: () => drain(app, settings), drainMs: settings.drainMs });
  startWatchdog();
  const { port } = app.getHttpServer().address() as { port: number };
  const address = addressOf(config.host, port);
  const token = await app.get(InstanceService, { strict: false }).issueAdminClaim();
  process.stdout.write(`Visionary is ready at ${address}\n`);
  void examineInstance(config).then(logFindings);
  if (token) process.stdout.write(formatAdminClaim(`${config.publicUrl ?? address}/claim/${token}`));
  if (token && (await app.get(InstanceService, { strict: false }).isEmpty())) process.stdout.write(SAMPLES_HINT);
} catch (error) {
  process.stderr.write(`Visionary cannot start: ${describeStartFailure(error, config)}\n`);
  process.exit(1);
}
