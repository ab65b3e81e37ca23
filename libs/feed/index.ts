export { FeedModule } from './feed.module.js';
export { feedBlobs, feedEntities } from './storage/entities.js';
export { RemoveSamples } from './usecases/samples/remove-samples.js';
export { LORAS, type SampleLoraId } from './domain/samples/made.js';
export { type MadeLora, SampleMakers } from './usecases/samples/sample-makers.js';
export { SeedSamples } from './usecases/samples/seed-samples.js';
