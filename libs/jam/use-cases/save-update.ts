import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { Documents, type StoredUpdate } from '../domain/documents.js';

/** Makes durable what was written in a room. */
@Injectable()
export class SaveUpdate {
  constructor(
    private readonly documents: Documents,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  run(roomId: string, written: Pick<StoredUpdate, 'update' | 'writerIds' | 'authorship'>): Promise<void> {
    return this.documents.append({ ...written, id: this.ids.next(), roomId, at: this.clock.now() });
  }
}
