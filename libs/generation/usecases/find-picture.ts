import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Take, TakePicture } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** A picture of a take, whoever asks: the caller looks after the right to see it. */
@Injectable()
export class FindPicture {
  constructor(private readonly takes: Takes) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND */
  async run(takeId: string, index: number): Promise<{ take: Take; picture: TakePicture }> {
    const take = await this.takes.byId(takeId);
    const picture = take?.pictures[index];
    if (!take || !picture || picture.isCovered) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return { take, picture };
  }
}
