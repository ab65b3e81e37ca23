export { type ByteRange, type OpenedBlob, BlobStore } from './blob-store.js';
export { blobStoreOf, BlobsModule } from './blobs.module.js';
