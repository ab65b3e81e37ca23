import { Injectable } from '@nestjs/common';
import type { Take } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** One take, whoever asks: the caller looks after the right to see it. */
@Injectable()
export class FindTake {
  constructor(private readonly takes: Takes) {}

  run(takeId: string): Promise<Take | null> {
    return this.takes.byId(takeId);
  }
}
