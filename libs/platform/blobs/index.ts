export { BlobStore, type ByteRange, type Flow } from './blob-store.js';
export { blobStoreOf, BlobsModule } from './blobs.module.js';
export { BlobNeeds } from './needs/blob-needs.js';
export { Leftovers } from './needs/leftovers.js';
export { BlobNeedsModule } from './needs/needs.module.js';
export { BlobSweeper } from './sweep/blob-sweeper.js';
export { SweepModule } from './sweep/sweep.module.js';
export { verifyBlobs } from './sweep/verify-blobs.js';
export { written } from './written.js';
