import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Config } from '@visionary/platform/config';

export interface ScrapeTerms {
  /** Whoever has it may ask, from wherever; nobody else then. */
  readonly token: string | undefined;
  /** Whether users come by another way than straight to this machine: then whoever seems to be here may be anybody. */
  readonly isProxied: boolean;
}

export interface ScrapeRequest {
  /** The other end of the connection itself, whatever headers say. */
  readonly remoteAddress: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Written by proxies: then who is at the other end is not who asks. */
const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Metrics are for this machine alone, unless there is a token: then for whoever has it. */
export const isScrapeAllowed = (
  { remoteAddress, headers }: ScrapeRequest,
  { token, isProxied }: ScrapeTerms,
): boolean => {
  if (token !== undefined) return isSame(`Bearer ${token}`, headers['authorization']);
  if (isProxied || FORWARDED.some((name) => headers[name] !== undefined)) return false;
  // A page that has its own name resolve to this machine comes with that name.
  return isLoopback(remoteAddress) && LOOPBACK_NAMES.includes(hostName(headers['host']));
};

/** Whether proxies are configured to stand before the server, or an address that is not this machine's. */
export const isProxied = ({ trustProxy, publicUrl }: Pick<Config, 'trustProxy' | 'publicUrl'>): boolean =>
  trustProxy !== false || (publicUrl !== undefined && !LOOPBACK_NAMES.includes(new URL(publicUrl).hostname));

const isLoopback = (address: string | undefined): boolean => {
  const plain = (address ?? '').replace(/^::ffff:/i, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
};

const hostName = (host: string | string[] | undefined): string =>
  String(host ?? '')
    .replace(/:\d+$/, '')
    .toLowerCase();

/** Takes as long for any wrong token. */
const isSame = (wanted: string, given: string | string[] | undefined): boolean => {
  const [one, other] = [wanted, String(given ?? '')].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
};
