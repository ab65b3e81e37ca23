import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Config } from '@visionary/platform/config';
import { BlobStore } from './blob-store.js';
import { FolderBlobStore } from './folder/folder-blob-store.js';
import { proveBucket } from './s3/prove.js';
import { S3BlobStore } from './s3/s3-blob-store.js';

/** Where `config` says that blobs lie. */
export const blobStoreOf = ({ s3, dataDir }: Pick<Config, 's3' | 'dataDir'>): BlobStore =>
  s3 ? new S3BlobStore(s3) : new FolderBlobStore(join(dataDir, 'blobs'));

/** @throws ConfigError where a bucket cannot be used: in the beginning, not at the first picture */
const provenStoreOf = async (config: Config): Promise<BlobStore> => {
  if (config.s3) await proveBucket(config.s3);
  return blobStoreOf(config);
};

@Global()
@Module({
  providers: [{ provide: BlobStore, inject: [Config], useFactory: provenStoreOf }],
  exports: [BlobStore],
})
export class BlobsModule {}
