import { Global, Module } from '@nestjs/common';
import { UntrustedImages } from './untrusted-images.js';

/** One reader for all slices, because decoding needs much memory. */
@Global()
@Module({ providers: [UntrustedImages], exports: [UntrustedImages] })
export class ImagesModule {}
