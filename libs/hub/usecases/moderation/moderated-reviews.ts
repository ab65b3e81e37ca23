import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ModeratedKind, ModeratedSubjects, type Subject, type SubjectFacts, subjectKey } from '@visionary/safety';
import { type LiftedRows, SaidAside } from '../../domain/moderation/said-aside.js';
import { ModelCountsMoved, ModelReviewed, ModelTalkErased, ReviewTakenBack } from '../../domain/talk/events.js';
import { Reactions } from '../../domain/talk/reactions.js';
import type { Review } from '../../domain/talk/reviews.js';
import { hubSubject } from '../../domain/versions/subjects.js';
import { HubTalk } from './hub-talk.js';

/** What people think of models, for those who moderate. */
@Injectable()
export class ModeratedReviews implements ModeratedKind, OnModuleInit {
  readonly name = 'hub';

  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly talk: HubTalk,
    private readonly aside: SaidAside,
    private readonly reactions: Reactions,
  ) {}

  onModuleInit(): void {
    this.subjects.add('review', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const all = await Promise.all(subjects.map(({ id }) => this.talk.reviews.byId(id)));
    const found = all.filter((review) => review !== null);
    const names = await this.talk.namesOf(found.map(({ modelId }) => modelId));
    return new Map(
      found.map((one) => [subjectKey({ kind: 'review', id: one.id }), factsOf(one, names.get(one.modelId) ?? '')]),
    );
  }

  async maySee(personId: string, { id }: Subject): Promise<boolean> {
    return this.talk.maySee(personId, (await this.talk.reviews.byId(id))?.modelId);
  }

  async setAside({ id }: Subject): Promise<object> {
    const rows = await this.aside.read('hub_review', id);
    const review = await this.talk.reviews.byId(id);
    if (!review) return rows;
    const { modelId, personId, stars } = review;
    await this.hold(modelId);
    await this.reactions.forget([id]);
    await this.talk.reviews.remove([id]);
    await this.talk.tallies.count(modelId, { reviews: -1, stars: -stars });
    this.talk.work.announce(new ModelTalkErased([id]));
    this.talk.work.announce(new ReviewTakenBack(modelId, personId));
    this.talk.work.announce(new ModelCountsMoved(modelId));
    return rows;
  }

  async putBack({ id }: Subject, kept: object): Promise<void> {
    const rows = kept as LiftedRows;
    const modelId = String(rows['hub_review']?.[0]?.['model_id'] ?? '');
    const model = await this.hold(modelId);
    if (!model || !(await this.aside.lay('hub_review', rows))) return;
    const review = await this.talk.reviews.byId(id);
    if (!review) return;
    await this.talk.tallies.count(modelId, { reviews: 1, stars: review.stars });
    this.talk.work.announce(new ModelReviewed(review, model.makerId, false));
    this.talk.work.announce(new ModelCountsMoved(modelId));
  }

  private hold(modelId: string) {
    this.talk.work.touch(hubSubject(modelId));
    return this.talk.tallies.hold(modelId);
  }
}

const factsOf = ({ stars, words, personId, at, modelId }: Review, name: string): SubjectFacts => ({
  ...{ title: '★'.repeat(stars), text: words, authorId: personId, at, place: { kind: 'model', id: modelId, name } },
  path: `/models/${modelId}?tab=talk`,
});
