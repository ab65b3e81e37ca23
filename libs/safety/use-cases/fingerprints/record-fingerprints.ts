import { Injectable } from '@nestjs/common';
import type { StoredDecision } from '../../domain/cases/case.js';
import { type ContentRating, type Subject, subjectKey } from '../../domain/cases/subject.js';
import {
  AUTOMATIC_CHECK,
  type ContentFingerprint,
  type ContentVerdict,
  type FingerprintVerdict,
  stricter,
} from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintVerdicts } from '../../domain/fingerprints/fingerprint-verdicts.js';
import { GrantPendingAppeals } from '../cases/grant-pending-appeals.js';
import { SubjectReader } from '../cases/subject-reader.js';
import { RevertDecisionEffects } from './revert-decision-effects.js';
import { HoldForReview } from './hold-for-review.js';

/** Inside the transaction of a decision: what it is about is known by its content from now on, or is so no more. */
@Injectable()
export class RecordFingerprints {
  constructor(
    private readonly contents: FingerprintVerdicts,
    private readonly subjects: SubjectReader,
    private readonly holding: HoldForReview,
    private readonly granting: GrantPendingAppeals,
    private readonly ending: RevertDecisionEffects,
  ) {}

  /** What a check had said of the same is over: somebody has looked. */
  async decided(decision: StoredDecision, held: readonly ContentFingerprint[]): Promise<void> {
    const verdict = verdictOf(decision);
    if (verdict === null) return;
    await this.contents.removeEffect(decision.subjectKey);
    const digests = held.map(({ digest }) => digest);
    await this.contents.forget([AUTOMATIC_CHECK], digests);
    await this.contents.forgetHeld(digests);
    if (verdict !== 'removed') await this.endHeld(decision);
    if (held.length === 0) return;
    const { id: cause, caseId, at } = decision;
    const contentRating = verdict === 'level' ? decision.contentRating : null;
    const said = { cause, caseId, at, verdict, contentRating };
    // Nothing is to look like what is all right.
    const decided = held.map((content) => ({ ...content, ...said, ...(verdict === 'cleared' && { print: null }) }));
    await this.contents.remember(decided);
    if (verdict !== 'cleared') await this.reachOthers(decision, decided);
  }

  /** What a check held, and so what looks like it. */
  private async endHeld({ caseId, byId, at, contentRating }: StoredDecision): Promise<void> {
    await this.contents.forget([caseId]);
    await this.ending.run({ causes: [caseId], byId, at, ...(contentRating && { atLeast: contentRating }) });
  }

  /** The same elsewhere: what was removed waits there until somebody has looked, since its author is to be told, too. */
  private async reachOthers({ subjectKey: key }: StoredDecision, all: readonly FingerprintVerdict[]): Promise<void> {
    for (const { subject, digest } of await this.contents.placesOf(all.map((one) => one.digest))) {
      const decided = all.find((one) => one.digest === digest);
      const facts = subjectKey(subject) === key ? undefined : await this.subjects.one(subject);
      if (!decided || !facts || facts.isHidden) continue;
      if (decided.verdict === 'removed') await this.hide(subject, decided);
      else if (isWeaker(facts.image?.contentRating, decided.contentRating)) {
        await this.subjects.level(subject, decided.contentRating!);
        const levels = { before: facts.image?.contentRating ?? 'everyone', decided: decided.contentRating! };
        await this.contents.reaches({ ...placed(subject, decided), levels });
      }
    }
  }

  /** An image in a room is covered, as one that comes later would be; what is published waits. */
  private async hide(subject: Subject, decided: FingerprintVerdict): Promise<void> {
    if (subject.kind !== 'take') return this.holding.hidden(subject, decided, { decided, distance: 0 });
    const isHidden = await this.subjects.hide(subject, null, decided.at);
    if (isHidden) await this.contents.reaches({ ...placed(subject, decided), levels: null });
  }

  /** What was covered because of them is shown, unless something else that holds covers it; appeals have what they asked for. */
  async takenBack(over: readonly StoredDecision[], byId: string | null, at: number): Promise<void> {
    const causes = over.flatMap(({ id, caseId }) => [id, caseId]);
    const covered = await this.contents.coveredBy(causes);
    await this.contents.forget(causes);
    const still = await this.contents.about(covered.map(({ digest }) => digest));
    const removed = new Set(still.filter(({ verdict }) => verdict === 'removed').map(({ digest }) => digest));
    for (const { subject, digest } of covered) {
      if (!removed.has(digest)) await this.subjects.show(subject, at);
    }
    await this.ending.run({ causes, byId, at });
    await this.granting.run(over, byId, at);
  }
}

const placed = (subject: Subject, { cause, digest, print }: FingerprintVerdict) => ({
  ...{ subject, cause, digest, print, caseId: null },
});

const isWeaker = (now: ContentRating = 'everyone', decided: ContentRating | null): boolean =>
  decided !== null && stricter(now, decided) !== now;

const verdictOf = ({ kind, removed }: StoredDecision): ContentVerdict | null => {
  if (removed) return 'removed';
  if (kind === 'setRating') return 'level';
  return kind === 'dismiss' ? 'cleared' : null;
};
