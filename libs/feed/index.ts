export { FeedModule } from './feed.module.js';
export { feedBlobs, feedEntities } from './storage/entities.js';
export { RemoveSeed } from './use-cases/seed/remove-seed.js';
export type { SampleLoraId } from './domain/seed/seed-models.js';
export type { PublishSample, SeedLora } from './use-cases/seed/seed-models.js';
export { SeedInstance } from './use-cases/seed/seed-instance.js';
