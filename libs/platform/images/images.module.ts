import { Global, Module } from '@nestjs/common';
import { UntrustedImages } from './untrusted-images.js';

/** One for all slices: images take much memory while they are read, whoever brings them. */
@Global()
@Module({ providers: [UntrustedImages], exports: [UntrustedImages] })
export class ImagesModule {}
