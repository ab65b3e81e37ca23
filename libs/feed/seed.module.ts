import { SeedRecordsRepository } from './storage/seed/seed-records.repository.js';
import { RemoveSeed } from './use-cases/seed/remove-seed.js';
import { SeedInstance } from './use-cases/seed/seed-instance.js';
import { SeedModels } from './use-cases/seed/seed-models.js';
import { SeedPosts } from './use-cases/seed/seed-posts.js';
import { SeedTakes } from './use-cases/seed/seed-takes.js';
import { SeedUsers } from './use-cases/seed/seed-users.js';

/** What `visionary seed` adds to an instance and removes again. */
export const seed = {
  controllers: [],
  providers: [SeedRecordsRepository, SeedInstance, RemoveSeed, SeedUsers, SeedModels, SeedTakes, SeedPosts],
};
