import type { Config } from '@visionary/platform/config';
import { bootApp, type RunningApp } from './app.js';
import { eventually } from './eventually.js';
import { freshDatabase, freshFolder, redisUrl } from './services.js';
import { startTcpProxy } from './tcp-proxy.js';

export interface Cluster {
  readonly one: RunningApp;
  readonly two: RunningApp;
  /** Cuts the connections of both nodes, or of one, to Redis; does not wait until they notice. */
  cut(which?: 'one' | 'two'): void;
  /** Cuts both nodes from Redis and waits until they report it. */
  cutRedis(): Promise<void>;
  restoreRedis(): Promise<void>;
}

/** Two nodes over one MySQL, one Redis, and one data folder. */
export async function bootCluster(settings: Partial<Config> = {}): Promise<Cluster> {
  const shared = { databaseUrl: await freshDatabase('mysql'), dataDir: freshFolder(), ...settings };
  const lines = { one: await startTcpProxy(redisUrl()), two: await startTcpProxy(redisUrl()) };
  const boot = (url: string) => bootApp({ mode: 'cluster', logLevel: 'silent', redisUrl: url, ...shared });
  const [one, two] = await Promise.all([boot(lines.one.url), boot(lines.two.url)]);
  const busIs = (state: string) =>
    eventually(`the bus is ${state}`, async () => {
      const health = await Promise.all([one, two].map(({ url }) => fetch(`${url}/api/health`)));
      const bodies = (await Promise.all(health.map((answer) => answer.json()))) as { bus: string }[];
      return bodies.every(({ bus }) => bus === state);
    });
  const cut = (which?: 'one' | 'two') => {
    for (const line of which ? [lines[which]] : Object.values(lines)) line.disconnect();
  };
  return {
    ...{ one, two, cut },
    cutRedis: () => {
      cut();
      return busIs('down');
    },
    restoreRedis: () => {
      for (const line of Object.values(lines)) line.reconnect();
      return busIs('up');
    },
  };
}
