import { Injectable } from '@nestjs/common';
import { Clock, Ids } from '@visionary/kernel';
import { Documents } from '../domain/documents.js';

/** Makes durable what was written in a room. */
@Injectable()
export class KeepUpdate {
  constructor(
    private readonly documents: Documents,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  run(roomId: string, update: Uint8Array, writerIds: readonly string[]): Promise<void> {
    return this.documents.append({ id: this.ids.next(), roomId, update, writerIds, at: this.clock.now() });
  }
}
