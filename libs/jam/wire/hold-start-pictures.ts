import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PictureHolders } from '@visionary/generation';
import { IsNamedInDocument } from '../usecases/is-named-in-document.js';
import { LiveDocuments } from './live-documents.js';

/** What a room is about to start from stays in it, also where the message that brought it is removed. */
@Injectable()
export class HoldStartPictures implements OnModuleInit {
  constructor(
    private readonly holders: PictureHolders,
    private readonly documents: LiveDocuments,
    private readonly isNamed: IsNamedInDocument,
  ) {}

  /** What was written a moment ago is here only; what another node holds is in the database. */
  onModuleInit(): void {
    this.holders.add(
      async (roomId, uploadId) =>
        this.documents.atHand(roomId)?.shared.names(uploadId) === true || (await this.isNamed.run(roomId, uploadId)),
    );
  }
}
