import { Samples } from './domain/samples/samples.js';
import { SqlSamples } from './storage/samples/sql-samples.js';
import { RemoveSamples } from './usecases/samples/remove-samples.js';
import { SampleCast } from './usecases/samples/sample-cast.js';
import { SampleCollections } from './usecases/samples/sample-collections.js';
import { SampleModels } from './usecases/samples/sample-models.js';
import { SamplePeople } from './usecases/samples/sample-people.js';
import { SamplePosts } from './usecases/samples/sample-posts.js';
import { SampleRooms } from './usecases/samples/sample-rooms.js';
import { SampleTalk } from './usecases/samples/sample-talk.js';
import { SampleTakes } from './usecases/samples/sample-takes.js';
import { SeedSamples } from './usecases/samples/seed-samples.js';
import { SettleTake } from './usecases/samples/settle-take.js';

/** What `visionary seed` puts into an instance, and takes away again. */
export const samples = {
  controllers: [],
  providers: [
    { provide: Samples, useClass: SqlSamples },
    ...[SeedSamples, RemoveSamples, SampleCast, SamplePeople, SampleRooms, SampleModels, SampleTalk],
    ...[SampleTakes, SettleTake, SamplePosts, SampleCollections],
  ],
};
