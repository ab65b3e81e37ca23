export { BlobStore } from './blob-store.js';
export { BlobsModule } from './blobs.module.js';
