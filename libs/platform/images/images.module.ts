import { Global, Module } from '@nestjs/common';
import { ImageDecoder } from './image-task.js';
import { SandboxedImageDecoder } from './sandboxed-image-decoder.js';
import { SqlThumbnails } from './sql-thumbnails.js';
import { Thumbnails } from './thumbnails.js';
import { UntrustedImages } from './untrusted-images.js';

/** One reader for all slices, because decoding needs much memory. */
@Global()
@Module({
  providers: [UntrustedImages, { provide: ImageDecoder, useClass: SandboxedImageDecoder }, SqlThumbnails, Thumbnails],
  exports: [UntrustedImages, Thumbnails],
})
export class ImagesModule {}
