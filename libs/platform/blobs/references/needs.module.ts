import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type BlobColumn, BlobReferences } from './blob-references.js';
import { UnreferencedBlobs } from './unreferenced-blobs.js';

/** Who needs which blobs: for every process in which slices let go of some. */
@Module({})
export class BlobReferencesModule {
  /** @param columns all that say which blobs are needed: what stands in none of them goes */
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
