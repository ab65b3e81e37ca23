import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { type CompactedDocument, Documents, type StoredDocument } from '../domain/documents.js';
import { ClientAuthorship, type ClientUserMap } from '../domain/client-authorship.js';
import { SharedDocument } from '../domain/shared-document.js';

/** Puts all that is kept of a room's document into one state, in which deleted text no longer takes space. */
@Injectable()
export class CompactDocument {
  constructor(
    private readonly documents: Documents,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param known what this node has in memory: it may hold words of a node that died before it kept them */
  run(roomId: string, known: { readonly state: Uint8Array; readonly authorship: ClientUserMap }): Promise<void> {
    const merge = ({ updates, writerIds, authorship }: StoredDocument): CompactedDocument => {
      const document = new SharedDocument();
      for (const update of [...updates, known.state]) document.take(update);
      const { state, presentClients } = document;
      document.destroy();
      const clientAuthorship = new ClientAuthorship();
      clientAuthorship.take([...authorship, ...known.authorship]);
      const left = writerIds.filter((id) => !clientAuthorship.isGone(id, presentClients));
      clientAuthorship.keepOnly(presentClients);
      return { state, writerIds: left, authorship: clientAuthorship.known };
    };
    return this.unitOfWork.run(() => this.documents.compact(roomId, this.clock.now(), merge));
  }
}
