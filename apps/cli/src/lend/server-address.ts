import { isIPv4 } from 'node:net';

export interface ServerAddress {
  readonly url: URL;
  /** Whether the address had no scheme. */
  readonly isGuessed: boolean;
}

/** Without a scheme, http for this machine and the private network, https for all others. @returns undefined if it is none */
export function readServerAddress(text: string): ServerAddress | undefined {
  const isGuessed = !text.includes('://');
  const url = URL.parse(isGuessed ? `https://${text}` : text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
  // The setter would keep port 443 of "nas:443" out of the address.
  return { url: isGuessed && isPrivate(url.hostname) ? new URL(`http://${text}`) : url, isGuessed };
}

/** The same address with the other scheme. */
export function otherScheme({ protocol, host }: URL): string {
  return `${protocol === 'https:' ? 'http' : 'https'}://${host}`;
}

const PRIVATE_IPV4 =
  /^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const PRIVATE_IPV6 = /^\[(?:::1\]|f[cd]|fe[89ab])/;
/** Names that only a local network resolves. */
const LOCAL_NAME = /^[^.]+$|\.(?:localhost|local|lan|home\.arpa|internal)$/;

const isPrivate = (host: string): boolean => {
  if (isIPv4(host)) return PRIVATE_IPV4.test(host);
  return host.startsWith('[') ? PRIVATE_IPV6.test(host) : LOCAL_NAME.test(host);
};
