import { Injectable } from '@nestjs/common';
import { isEmoji, Rejection } from '@visionary/kernel';
import { TalkLimits } from '../../domain/feedback/limits.js';
import { Reactions } from '../../domain/feedback/reactions.js';

export interface ReactionInput {
  readonly targetId: string;
  readonly userId: string;
  readonly emoji: string;
  /** False takes it back. */
  readonly on: boolean;
}

/** Inside the transaction that holds the model: an emoji more or less; the same again changes nothing. */
@Injectable()
export class SetReaction {
  constructor(
    private readonly reactions: Reactions,
    private readonly limits: TalkLimits,
  ) {}

  /** @throws Rejection HUB_INVALID_EMOJI */
  check(emoji: string): void {
    if (!isEmoji(emoji)) throw new Rejection('HUB_INVALID_EMOJI');
  }

  /** @returns whether anything changed. @throws Rejection HUB_TOO_MANY_REACTIONS { limit } */
  async run({ targetId, userId, emoji, on }: ReactionInput, at: number): Promise<boolean> {
    if (!on) return this.reactions.takeBack(targetId, userId, emoji);
    const given = (await this.reactions.of([targetId])).get(targetId) ?? [];
    const limit = this.limits.emojiPerSubject;
    if (given.length >= limit && !given.some((one) => one.emoji === emoji)) {
      throw new Rejection('HUB_TOO_MANY_REACTIONS', { limit });
    }
    return this.reactions.give(targetId, userId, emoji, at);
  }
}
