export { BlobStore, type OpenedBlob } from './blob-store.js';
export { BlobsModule } from './blobs.module.js';
