import type { Config } from '@visionary/platform/config';
import { Redis } from 'ioredis';
import { finding, reasonOf, type DoctorFinding } from './findings.js';
import { clockOffset, isAtLeast, type ServiceFindings } from './services.js';

const CONNECT_TIMEOUT_MS = 3_000;
const OLDEST_REDIS = [6, 2] as const;
const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/** Connects to Redis, without changing it. */
export async function checkRedis({ redisUrl }: Pick<Config, 'redisUrl'>): Promise<ServiceFindings> {
  if (redisUrl === undefined) return { findings: [finding('redis', 'ok', 'redisUnused')] };
  const { host: address, password } = new URL(redisUrl);
  let failure: unknown;
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  }).on('error', (error) => (failure ??= error));
  try {
    await redis.connect();
    const sentAt = Date.now();
    const [seconds, microseconds] = (await redis.time()).map(Number) as [number, number];
    const receivedAt = Date.now();
    const info = await redis.info();
    const values = { address, version: fieldOf(info, 'redis_version'), ms: receivedAt - sentAt };
    return {
      findings: redisFindings(info, values, password !== '' || LOOPBACK.test(address)),
      clock: { service: 'Redis', offsetMs: clockOffset(seconds * 1000 + microseconds / 1000, sentAt, receivedAt) },
    };
  } catch (error) {
    const reason = reasonOf(failure ?? error);
    return { findings: [finding('redis', 'problem', 'redisUnreachable', { address, reason })] };
  } finally {
    redis.disconnect();
  }
}

const fieldOf = (info: string, name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';

/** @param info the answer to INFO */
export function redisFindings(
  info: string,
  values: { readonly address: string; readonly version: string; readonly ms: number },
  isGuarded: boolean,
): DoctorFinding[] {
  const policy = fieldOf(info, 'maxmemory_policy');
  const evicts = Number(fieldOf(info, 'maxmemory')) > 0 && policy !== 'noeviction';
  const needed = `Redis ${OLDEST_REDIS.join('.')}`;
  const faults = [
    ...(isAtLeast(values.version, OLDEST_REDIS)
      ? []
      : [finding('redis', 'problem', 'redisTooOld', { ...values, needed })]),
    ...(fieldOf(info, 'role') === 'slave' ? [finding('redis', 'problem', 'redisReplica', values)] : []),
    ...(evicts ? [finding('redis', 'problem', 'redisEvicts', { ...values, policy })] : []),
    ...(isGuarded ? [] : [finding('redis', 'warning', 'redisOpen', values)]),
  ];
  return faults.length > 0 ? faults : [finding('redis', 'ok', 'redis', values)];
}
