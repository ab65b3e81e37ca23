import { Global, Module } from '@nestjs/common';
import { StrangePictures } from './strange-pictures.js';

/** One for all slices: pictures take much memory while they are read, whoever brings them. */
@Global()
@Module({ providers: [StrangePictures], exports: [StrangePictures] })
export class PicturesModule {}
