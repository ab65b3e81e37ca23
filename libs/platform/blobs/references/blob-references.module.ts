import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type BlobColumn, BlobReferences } from './blob-references.js';
import { UnreferencedBlobs } from './unreferenced-blobs.js';

/** References to blobs, for every process whose slices drop blobs. */
@Module({})
export class BlobReferencesModule {
  /** @param columns all columns that reference blobs; unreferenced blobs are deleted */
  static forRoot({ columns }: { readonly columns: readonly BlobColumn[] }): DynamicModule {
    return {
      module: BlobReferencesModule,
      global: true,
      providers: [
        {
          provide: BlobReferences,
          inject: [Database],
          useFactory: (database: Database) => new BlobReferences(database, columns),
        },
        UnreferencedBlobs,
      ],
      exports: [BlobReferences, UnreferencedBlobs],
    };
  }
}
