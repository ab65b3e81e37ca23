import { randomUUID } from 'node:crypto';
import { ConfigError, type S3Settings } from '@visionary/platform/config';
import { S3ServiceError } from 's3mini';
import { S3Objects } from './s3-objects.js';

const MARKER = new TextEncoder().encode('Visionary was here.');

/** Writes, reads, and deletes an object. @returns why the bucket can't be used, or undefined if it can */
export const bucketFault = async (settings: S3Settings): Promise<string | undefined> => {
  const objects = new S3Objects(settings, { retries: false });
  // Among the leases, so that a leftover is cleaned up like an expired one.
  const name = `held/proof/${randomUUID()}`;
  try {
    await objects.put(name, MARKER);
    const storedBytes = await objects.sizeOf(name);
    await objects.remove(name);
    return storedBytes === MARKER.length ? undefined : 'a written object can’t be read back';
  } catch (error) {
    return reasonOf(error);
  }
};

/** Tests the bucket at startup, so that problems don't surface later. @throws ConfigError that explains the problem */
export const verifyBucket = async (settings: S3Settings): Promise<void> => {
  const reason = await bucketFault(settings);
  if (reason === undefined) return;
  throw new ConfigError(
    `the bucket ${settings.bucket} at ${settings.endpoint} can’t be used (${reason}). Check S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, and S3_SECRET_ACCESS_KEY, and that the key can write, read, and delete objects.`,
  );
};

/** The innermost error code, as the shortest explanation. */
const reasonOf = (error: unknown): string => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof S3ServiceError) return cause.serviceCode ?? String(cause.status);
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== undefined && /^E[A-Z]+$/.test(code)) return code;
    if (!(cause.cause instanceof Error)) return cause.message;
  }
  return String(error);
};
