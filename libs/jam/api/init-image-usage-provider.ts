import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ImageUsage } from '@visionary/generation';
import { IsUploadUsedInDocument } from '../use-cases/is-upload-used-in-document.js';
import { LiveDocuments } from './live-documents.js';

/** What a room is about to start from stays in it, also where the message that brought it is removed. */
@Injectable()
export class InitImageUsageProvider implements OnModuleInit {
  constructor(
    private readonly holders: ImageUsage,
    private readonly documents: LiveDocuments,
    private readonly isNamed: IsUploadUsedInDocument,
  ) {}

  /** What was written a moment ago is here only; what another node holds is in the database. */
  onModuleInit(): void {
    this.holders.add(
      async (roomId, uploadId) =>
        this.documents.atHand(roomId)?.shared.names(uploadId) === true || (await this.isNamed.run(roomId, uploadId)),
    );
  }
}
