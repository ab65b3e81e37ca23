import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Take, TakeImage } from '../domain/take.js';
import { Takes } from '../domain/takes.js';

/** An image of a take, whoever asks: the caller looks after the right to see it. */
@Injectable()
export class FindImage {
  constructor(private readonly takes: Takes) {}

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND */
  async run(takeId: string, index: number): Promise<{ take: Take; image: TakeImage }> {
    const take = await this.takes.byId(takeId);
    const image = take?.images[index];
    if (!take || !image || image.isHidden) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return { take, image };
  }
}
