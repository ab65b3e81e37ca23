import { Module } from '@nestjs/common';
import { BlobSweeper } from './blob-sweeper.js';

/** Sweeps the store of blobs, by what BlobNeeds says: for servers, which stay. */
@Module({ providers: [BlobSweeper] })
export class SweepModule {}
