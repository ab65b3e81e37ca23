import { Injectable } from '@nestjs/common';
import { Takes } from '../domain/takes.js';

/** Notes which event of its room queued a take, in the transaction that queues it. */
@Injectable()
export class LinkTakeToEvent {
  constructor(private readonly takes: Takes) {}

  run(takeId: string, seq: number): Promise<void> {
    return this.takes.setSeq(takeId, seq);
  }
}
