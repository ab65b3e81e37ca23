export { FeedModule } from './feed.module.js';
export { feedEntities } from './storage/entities.js';
export { RemoveSamples } from './usecases/samples/remove-samples.js';
export { SeedSamples } from './usecases/samples/seed-samples.js';
