export { BlobStore, type ByteRange, type StreamWriter } from './blob-store.js';
export { createBlobStore, BlobsModule } from './blobs.module.js';
export { BlobReferences } from './references/blob-references.js';
export { UnreferencedBlobs } from './references/unreferenced-blobs.js';
export { BlobReferencesModule } from './references/needs.module.js';
export { BlobSweeper } from './sweep/blob-sweeper.js';
export { SweepModule } from './sweep/sweep.module.js';
export { verifyBlobs } from './sweep/verify-blobs.js';
export { writeFully } from './write-fully.js';
