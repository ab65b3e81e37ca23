import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Config } from '@visionary/platform/config';

export interface ScrapePolicy {
  /** If set, required from everyone, wherever they connect from. */
  readonly token: string | undefined;
  /** True if requests arrive through a proxy, so that a loopback address proves nothing. */
  readonly isProxied: boolean;
}

export interface ScrapeRequest {
  /** Address of the TCP peer, regardless of headers. */
  readonly remoteAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Headers that proxies add. With one of them, the peer isn't the client. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Metrics are available with the token, or, without a configured token, only from this machine. */
export const isScrapeAllowed = (
  { remoteAddress, headers }: ScrapeRequest,
  { token, isProxied }: ScrapePolicy,
): boolean => {
  if (token !== undefined) return isSame(`Bearer ${token}`, headers['authorization']);
  if (isProxied || FORWARDED.some((name) => headers[name] !== undefined)) return false;
  // Checks the host name against DNS rebinding, where a foreign name resolves to this machine.
  return isLoopback(remoteAddress) && LOOPBACK_NAMES.includes(hostName(headers['host']));
};

/** True if proxies are configured, or the public URL isn't a loopback address. */
export const isProxied = ({ trustProxy, publicUrl }: Pick<Config, 'trustProxy' | 'publicUrl'>): boolean =>
  trustProxy !== false || (publicUrl !== undefined && !LOOPBACK_NAMES.includes(new URL(publicUrl).hostname));

const isLoopback = (address: string | undefined): boolean => {
  const unmapped = (address ?? '').replace(/^::ffff:/i, '');
  return unmapped === '::1' || (isIPv4(unmapped) && unmapped.startsWith('127.'));
};

const hostName = (host: string | string[] | undefined): string =>
  String(host ?? '')
    .replace(/:\d+$/, '')
    .toLowerCase();

/** Constant-time comparison. */
const isSame = (expected: string, actual: string | string[] | undefined): boolean => {
  const [one, other] = [expected, String(actual ?? '')].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
};
