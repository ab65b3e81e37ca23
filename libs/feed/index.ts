export { FeedModule } from './feed.module.js';
export { feedBlobs, feedEntities } from './storage/entities.js';
export { RemoveSamples } from './usecases/samples/remove-samples.js';
export type { SampleLoraId } from './domain/samples/made.js';
export type { MadeLora, PublishSample } from './usecases/samples/sample-models.js';
export { SeedSamples } from './usecases/samples/seed-samples.js';
