import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { type CompactedDocument, Documents, type KeptDocument } from '../domain/documents.js';
import { Hands, type KnownHands } from '../domain/hands.js';
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
  run(roomId: string, known: { readonly state: Uint8Array; readonly authorship: KnownHands }): Promise<void> {
    const merge = ({ updates, writerIds, authorship }: KeptDocument): CompactedDocument => {
      const document = new SharedDocument();
      for (const update of [...updates, known.state]) document.take(update);
      const { state, presentClients } = document;
      document.destroy();
      const hands = new Hands();
      hands.take([...authorship, ...known.authorship]);
      const left = writerIds.filter((id) => !hands.isGone(id, presentClients));
      hands.keepOnly(presentClients);
      return { state, writerIds: left, authorship: hands.known };
    };
    return this.unitOfWork.run(() => this.documents.compact(roomId, this.clock.now(), merge));
  }
}
