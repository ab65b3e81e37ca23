import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import { GiveModelReview, ReactToModel, SayOfModel } from '@visionary/hub';
import type { SampleModel } from '../../domain/samples/made.js';
import { sampleId } from './sample-ids.js';

const HEART = '❤️';

/** What the samples' people think of each other's models. Said again it is the same. */
@Injectable()
export class SampleTalk {
  constructor(
    private readonly reviews: GiveModelReview,
    private readonly comments: SayOfModel,
    private readonly reactions: ReactToModel,
  ) {}

  async run(modelId: string, { name, likedBy, reviews, comments }: SampleModel, people: readonly Person[]) {
    const idOf = (by: number): string => people[by]?.id ?? '';
    for (const by of likedBy) await this.reactions.run({ modelId, personId: idOf(by), emoji: HEART, on: true });
    for (const { by, stars, words } of reviews) {
      await this.reviews.run({ modelId, personId: idOf(by), stars, words });
    }
    for (const [n, { by, text, answer }] of comments.entries()) {
      const clientId = sampleId(`comment ${n} on ${name}`);
      const said = await this.comments.run({ modelId, personId: idOf(by), clientId, text });
      if (!answer) continue;
      const answerId = sampleId(`answer ${n} on ${name}`);
      await this.comments.run({
        ...{ modelId, personId: idOf(answer.by), clientId: answerId, text: answer.text, parentId: said.id },
      });
    }
  }
}
