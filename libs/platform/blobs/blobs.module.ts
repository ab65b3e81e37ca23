import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { BlobStore } from './blob-store.js';
import { FreeSpace } from './free-space.js';
import { FolderBlobStore } from './folder/folder-blob-store.js';
import { verifyBucket } from './s3/verify-bucket.js';
import { S3BlobStore } from './s3/s3-blob-store.js';

/** The blob store that `config` selects. */
export const createBlobStore = (
  { s3, dataDir }: Pick<Config, 's3' | 'dataDir'>,
  freeSpace = new FreeSpace(dataDir, 0),
): BlobStore => (s3 ? new S3BlobStore(s3, freeSpace) : new FolderBlobStore(join(dataDir, 'blobs'), freeSpace));

const createFreeSpace = ({ dataDir, minFreeBytes }: Config): FreeSpace => new FreeSpace(dataDir, minFreeBytes);

/** Checks a bucket at startup instead of at the first image. @throws ConfigError if it can't be used */
const createVerifiedBlobStore = async (config: Config, freeSpace: FreeSpace): Promise<BlobStore> => {
  if (config.s3) await verifyBucket(config.s3);
  return createBlobStore(config, freeSpace);
};

@Global()
@Module({
  providers: [
    { provide: FreeSpace, inject: [Config], useFactory: createFreeSpace },
    { provide: BlobStore, inject: [Config, FreeSpace], useFactory: createVerifiedBlobStore },
  ],
  exports: [BlobStore, FreeSpace],
})
export class BlobsModule {}
