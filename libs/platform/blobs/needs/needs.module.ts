import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type BlobColumn, BlobNeeds } from './blob-needs.js';
import { Leftovers } from './leftovers.js';

/** Who needs which blobs: for every process in which slices let go of some. */
@Module({})
export class BlobNeedsModule {
  /** @param columns all that say which blobs are needed: what stands in none of them goes */
  static forRoot({ columns }: { readonly columns: readonly BlobColumn[] }): DynamicModule {
    return {
      module: BlobNeedsModule,
      global: true,
      providers: [
        {
          provide: BlobNeeds,
          inject: [Database],
          useFactory: (database: Database) => new BlobNeeds(database, columns),
        },
        Leftovers,
      ],
      exports: [BlobNeeds, Leftovers],
    };
  }
}
