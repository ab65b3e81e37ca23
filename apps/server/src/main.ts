import { type Config, ConfigError, readConfig } from '@visionary/platform/config';
import { createApp } from './create-app.js';
import { stopOnSignal } from './stop-on-signal.js';

/** For the person at the terminal: a sentence, and no stack where the cause is theirs to mend. */
const giveUp = (sentence: string): never => {
  process.stderr.write(`Visionary cannot start: ${sentence}\n`);
  process.exit(1);
};

const sentenceOf = (error: unknown, config: Config | undefined): string => {
  if (error instanceof ConfigError) return error.message;
  const { code } = error as { code?: unknown };
  if (code === 'EADDRINUSE') return `port ${config?.port} is taken. Stop what uses it, or choose another with PORT=….`;
  if (code === 'EACCES')
    return `port ${config?.port} of ${config?.host} is not ours to use. Choose another with PORT=….`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** Where a browser on this machine finds it. */
const addressOf = (host: string, port: number): string => {
  const name = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

let config: Config | undefined;
try {
  config = readConfig(process.env);
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  stopOnSignal(app);
  const { port } = app.getHttpServer().address() as { port: number };
  process.stdout.write(`Visionary is ready at ${addressOf(config.host, port)}\n`);
} catch (error) {
  giveUp(sentenceOf(error, config));
}
