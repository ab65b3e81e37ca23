import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const hex = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
/** RFC 3986: all but unreserved characters, byte by byte. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join('&');

const STAMP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const TRUSTED_FOR_MS = 15 * 60_000;
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;

export interface Expected {
  readonly key: string;
  readonly secret: string;
  readonly region: string;
}

/**
 * Signature Version 4 as documented, computed from the received request alone.
 * @returns null when it is valid, otherwise the error code of S3
 */
export function signatureError(request: IncomingMessage, url: URL, { key, secret, region }: Expected): string | null {
  const [, signer, day = '', place, names = '', signature] =
    AUTHORIZATION.exec(request.headers.authorization ?? '') ?? [];
  if (signer === undefined) return 'AccessDenied';
  if (signer !== key) return 'InvalidAccessKeyId';
  const stamp = String(request.headers['x-amz-date']);
  const at = STAMP.exec(stamp)?.slice(1).map(Number) as [number, number, number, number, number, number] | undefined;
  if (!at || !stamp.startsWith(day)) return 'AccessDenied';
  const [year, month, ...rest] = at;
  if (Math.abs(Date.UTC(year, month - 1, ...rest) - Date.now()) > TRUSTED_FOR_MS) return 'RequestTimeTooSkewed';
  const signed = names.split(';');
  const unsigned = Object.keys(request.headers).filter(
    (name) => /^(host|x-amz-.*)$/.test(name) && !signed.includes(name),
  );
  if (unsigned.length > 0 || place !== region) return 'AccessDenied';
  const canonical = [
    ...[request.method, url.pathname.split('/').map(decodeURIComponent).map(escaped).join('/'), canonicalQuery(url)],
    ...signed.map((name) => `${name}:${String(request.headers[name]).trim().replace(/ +/g, ' ')}`),
    ...['', names, String(request.headers['x-amz-content-sha256'])],
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const signing = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${secret}`);
  const right = mac(signing, `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hex(canonical)}`).toString('hex');
  return right === signature ? null : 'SignatureDoesNotMatch';
}
