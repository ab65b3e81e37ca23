import { SeedRecords } from './domain/seed/seed-records.js';
import { SqlSamples } from './storage/seed/sql-samples.js';
import { RemoveSeed } from './use-cases/seed/remove-seed.js';
import { SeedSetup } from './use-cases/seed/seed-setup.js';
import { SampleCollections } from './use-cases/seed/sample-collections.js';
import { SampleModels } from './use-cases/seed/sample-models.js';
import { SeedUsers } from './use-cases/seed/seed-users.js';
import { SamplePosts } from './use-cases/seed/sample-posts.js';
import { SampleRooms } from './use-cases/seed/sample-rooms.js';
import { SeedFeedback } from './use-cases/seed/seed-feedback.js';
import { SampleTakes } from './use-cases/seed/sample-takes.js';
import { SeedInstance } from './use-cases/seed/seed-instance.js';
import { LogImportedTake } from './use-cases/seed/log-imported-take.js';

/** What `visionary seed` puts into an instance, and takes away again. */
export const samples = {
  controllers: [],
  providers: [
    { provide: SeedRecords, useClass: SqlSamples },
    ...[SeedInstance, RemoveSeed, SeedSetup, SeedUsers, SampleRooms, SampleModels, SeedFeedback],
    ...[SampleTakes, LogImportedTake, SamplePosts, SampleCollections],
  ],
};
