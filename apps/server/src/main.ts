import { type Config, readConfig } from '@visionary/platform/config';
import { claimDataFolder } from './claim-data-folder.js';
import { createApp } from './create-app.js';
import { startFailure } from './start-failure.js';
import { stopOnSignal } from './stop-on-signal.js';

/** Where a browser on this machine finds it. */
const addressOf = (host: string, port: number): string => {
  const name = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

let config: Config | undefined;
try {
  config = readConfig(process.env);
  if (config.databaseUrl.startsWith('sqlite:')) await claimDataFolder(config.dataDir);
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  stopOnSignal(app);
  const { port } = app.getHttpServer().address() as { port: number };
  process.stdout.write(`Visionary is ready at ${addressOf(config.host, port)}\n`);
} catch (error) {
  process.stderr.write(`Visionary cannot start: ${startFailure(error, config)}\n`);
  process.exit(1);
}
