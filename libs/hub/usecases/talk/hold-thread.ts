import { Injectable } from '@nestjs/common';
import { mentionsIn, Rejection } from '@visionary/kernel';
import { type CheckedWords, CheckWords } from '@visionary/safety';
import { TalkLimits } from '../../domain/talk/limits.js';
import type { HubModel } from '../../domain/version.js';
import { HoldModel } from './hold-model.js';

export interface HeldThread {
  readonly model: HubModel;
  /** Those whom the text calls and who can be told, in its order. */
  readonly mentionIds: readonly string[];
  /** ms since 1970. */
  readonly at: number;
  /** What is said, as it may be kept. */
  readonly said: CheckedWords<{ readonly text: string }>;
}

/** Inside a transaction, first of all: a model that somebody says something about, and those who will hear of it. */
@Injectable()
export class HoldThread {
  constructor(
    private readonly holding: HoldModel,
    private readonly limits: TalkLimits,
    private readonly words: CheckWords,
  ) {}

  /**
   * @param answeredIds whom the words answer
   * @throws Rejection PEOPLE_UNREACHABLE where the model's maker or somebody who is answered does not hear from this person,
   *   SAFETY_WORDS, and as HoldModel
   */
  async run(wanted: {
    readonly modelId: string;
    readonly personId: string;
    readonly text: string;
    readonly answeredIds: readonly string[];
  }): Promise<HeldThread> {
    const { modelId, personId, answeredIds } = wanted;
    const said = await this.words.run('chat', { text: wanted.text });
    const called = mentionsIn(said.texts.text, this.limits.mentionsPerComment).people;
    const { model, near, apart, at } = await this.holding.run(modelId, personId, [...answeredIds, ...called]);
    if ([model.makerId, ...answeredIds].some((id) => apart.has(id))) throw new Rejection('PEOPLE_UNREACHABLE');
    return { model, mentionIds: called.filter((id) => near.has(id)), at, said };
  }
}
