import { Injectable } from '@nestjs/common';
import { mentionsIn, Rejection } from '@visionary/kernel';
import { type CheckedText, CheckText } from '@visionary/safety';
import { TalkLimits } from '../../domain/feedback/limits.js';
import type { HubModel } from '../../domain/version.js';
import { LockModel } from './lock-model.js';

export interface LockedThread {
  readonly model: HubModel;
  /** Those whom the text calls and who can be told, in its order. */
  readonly mentionIds: readonly string[];
  /** ms since 1970. */
  readonly at: number;
  /** What is said, as it may be kept. */
  readonly said: CheckedText<{ readonly text: string }>;
}

/** Inside a transaction, first of all: a model that somebody says something about, and those who will hear of it. */
@Injectable()
export class LockFeedbackThread {
  constructor(
    private readonly holding: LockModel,
    private readonly limits: TalkLimits,
    private readonly words: CheckText,
  ) {}

  /**
   * @param answeredIds whom the words answer
   * @throws Rejection USERS_BLOCKED where the model's creator or somebody who is answered does not hear from this user,
   *   SAFETY_BLOCKED_TERMS, and as LockModel
   */
  async run(wanted: {
    readonly modelId: string;
    readonly userId: string;
    readonly text: string;
    readonly answeredIds: readonly string[];
  }): Promise<LockedThread> {
    const { modelId, userId, answeredIds } = wanted;
    const said = await this.words.run('chat', { text: wanted.text });
    const called = mentionsIn(said.texts.text, this.limits.mentionsPerComment).users;
    const { model, reachable, blocked, at } = await this.holding.run(modelId, userId, [...answeredIds, ...called]);
    if ([model.creatorId, ...answeredIds].some((id) => blocked.has(id))) throw new Rejection('USERS_BLOCKED');
    return { model, mentionIds: called.filter((id) => reachable.has(id)), at, said };
  }
}
