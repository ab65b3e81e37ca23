import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { Documents, type KeptUpdate } from '../domain/documents.js';

/** Makes durable what was written in a room. */
@Injectable()
export class KeepUpdate {
  constructor(
    private readonly documents: Documents,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  run(roomId: string, written: Pick<KeptUpdate, 'update' | 'writerIds' | 'authorship'>): Promise<void> {
    return this.documents.append({ ...written, id: this.ids.next(), roomId, at: this.clock.now() });
  }
}
