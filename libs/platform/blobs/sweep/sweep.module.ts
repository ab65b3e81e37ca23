import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { type BlobColumn, BlobNeeds } from './blob-needs.js';
import { BlobSweeper } from './blob-sweeper.js';

/** Sweeps the store of blobs: for servers, which stay. */
@Module({})
export class SweepModule {
  /** @param columns all that say which blobs are needed: what stands in none of them goes */
  static forRoot({ columns }: { readonly columns: readonly BlobColumn[] }): DynamicModule {
    return {
      module: SweepModule,
      providers: [
        {
          provide: BlobNeeds,
          inject: [Database],
          useFactory: (database: Database) => new BlobNeeds(database, columns),
        },
        BlobSweeper,
      ],
    };
  }
}
