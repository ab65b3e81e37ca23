import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisConnections } from './redis-connections.js';

/** The only channels that instances share. Redis shares channels among its databases. */
const channelsOf = ({ options }: Redis): { readonly request: string; readonly response: string } => {
  const channel = `visionary-instances:${options.db ?? 0}`;
  return { request: `${channel}:request`, response: `${channel}:response` };
};

const RESPONSE_TIME_MS = 1_000;

/** Answers workers that ask for the prefixes of the instances on this Redis. */
export const announcePrefix = ({ prefix, publisher, subscriber }: RedisConnections): void => {
  const { request, response } = channelsOf(subscriber);
  subscriber.on('message', (channel: string) => {
    if (channel === request) publisher.publish(response, prefix).catch(() => undefined);
  });
  void subscriber.subscribe(request).catch(() => undefined);
};

/**
 * The prefixes of all instances whose servers use this Redis. Waits until there is one.
 * @param onWaiting called once if no server answers at first
 */
export const findPrefixes = async (redisUrl: string, onWaiting: () => void): Promise<string[]> => {
  const connect = () => new Redis(redisUrl, { maxRetriesPerRequest: null }).on('error', () => undefined);
  const [publisher, subscriber] = [connect(), connect()];
  try {
    const { request, response } = channelsOf(subscriber);
    const prefixes = new Set<string>();
    subscriber.on('message', (_channel: string, prefix: string) => prefixes.add(prefix));
    await subscriber.subscribe(response);
    const ask = async () => {
      await publisher.publish(request, '');
      await sleep(RESPONSE_TIME_MS);
    };
    await ask();
    if (prefixes.size === 0) onWaiting();
    while (prefixes.size === 0) await ask();
    return [...prefixes].sort();
  } finally {
    publisher.disconnect();
    subscriber.disconnect();
  }
};
