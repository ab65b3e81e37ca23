import { bucketFault } from '@visionary/platform/blobs';
import type { Config } from '@visionary/platform/config';
import { finding, type DoctorFinding } from './findings.js';

/** Writes, reads, and deletes an object in the bucket, if there is one. */
export async function checkFiles({ s3, dataDir }: Pick<Config, 's3' | 'dataDir'>): Promise<DoctorFinding> {
  if (!s3) return finding('files', 'ok', 'folderStore', { folder: dataDir });
  const values = { bucket: s3.bucket, address: new URL(s3.endpoint).host };
  const reason = await bucketFault(s3);
  return reason === undefined
    ? finding('files', 'ok', 'bucket', values)
    : finding('files', 'problem', 'bucketUnusable', { ...values, reason });
}
