import { Module } from '@nestjs/common';
import { BlobSweeper } from './blob-sweeper.js';

/** Sweeps the store of blobs, by what BlobReferences says: for servers, which stay. */
@Module({ providers: [BlobSweeper] })
export class SweepModule {}
