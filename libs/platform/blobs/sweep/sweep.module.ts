import { Module } from '@nestjs/common';
import { BlobSweeper } from './blob-sweeper.js';

/** Sweeps unreferenced blobs. Only for long-running servers. */
@Module({ providers: [BlobSweeper] })
export class SweepModule {}
