import { Injectable } from '@nestjs/common';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { Documents } from '../domain/documents.js';
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
  run(roomId: string, known: Uint8Array): Promise<void> {
    const merge = (updates: readonly Uint8Array[]) => {
      const document = new SharedDocument();
      for (const update of [...updates, known]) document.take(update);
      const { state } = document;
      document.destroy();
      return state;
    };
    return this.unitOfWork.run(() => this.documents.compact(roomId, this.clock.now(), merge));
  }
}
