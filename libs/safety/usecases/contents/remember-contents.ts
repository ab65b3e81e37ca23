import { Injectable } from '@nestjs/common';
import type { StoredDecision } from '../../domain/cases/case.js';
import { type Maturity, type Subject, subjectKey } from '../../domain/cases/subject.js';
import {
  BY_CHECK,
  type Content,
  type ContentVerdict,
  type DecidedContent,
  stricter,
} from '../../domain/contents/content.js';
import { DecidedContents } from '../../domain/contents/decided-contents.js';
import { GrantWhatWaits } from '../cases/grant-what-waits.js';
import { KnownSubjects } from '../cases/known-subjects.js';
import { EndReach } from './end-reach.js';
import { HoldBack } from './hold-back.js';

/** Inside the transaction of a decision: what it is about is known by its content from now on, or is so no more. */
@Injectable()
export class RememberContents {
  constructor(
    private readonly contents: DecidedContents,
    private readonly subjects: KnownSubjects,
    private readonly holding: HoldBack,
    private readonly granting: GrantWhatWaits,
    private readonly ending: EndReach,
  ) {}

  /** What a check had said of the same is over: somebody has looked. */
  async decided(decision: StoredDecision, held: readonly Content[]): Promise<void> {
    const verdict = verdictOf(decision);
    if (verdict === null) return;
    await this.contents.releaseReached(decision.subjectKey);
    const digests = held.map(({ digest }) => digest);
    await this.contents.forget([BY_CHECK], digests);
    await this.contents.forgetHeld(digests);
    if (verdict !== 'removed') await this.endHeld(decision);
    if (held.length === 0) return;
    const { id: cause, caseId, at } = decision;
    const maturity = verdict === 'level' ? decision.maturity : null;
    const said = { cause, caseId, at, verdict, maturity };
    // Nothing is to look like what is all right.
    const decided = held.map((content) => ({ ...content, ...said, ...(verdict === 'cleared' && { print: null }) }));
    await this.contents.remember(decided);
    if (verdict !== 'cleared') await this.reachOthers(decision, decided);
  }

  /** What a check held, and so what looks like it. */
  private async endHeld({ caseId, byId, at, maturity }: StoredDecision): Promise<void> {
    await this.contents.forget([caseId]);
    await this.ending.run({ causes: [caseId], byId, at, ...(maturity && { atLeast: maturity }) });
  }

  /** The same elsewhere: what was removed waits there until somebody has looked, since its author is to be told, too. */
  private async reachOthers({ subjectKey: key }: StoredDecision, all: readonly DecidedContent[]): Promise<void> {
    for (const { subject, digest } of await this.contents.placesOf(all.map((one) => one.digest))) {
      const decided = all.find((one) => one.digest === digest);
      const facts = subjectKey(subject) === key ? undefined : await this.subjects.one(subject);
      if (!decided || !facts || facts.isHidden) continue;
      if (decided.verdict === 'removed') await this.hide(subject, decided);
      else if (isWeaker(facts.picture?.maturity, decided.maturity)) {
        await this.subjects.level(subject, decided.maturity!);
        const levels = { before: facts.picture?.maturity ?? 'everybody', decided: decided.maturity! };
        await this.contents.reaches({ ...placed(subject, decided), levels });
      }
    }
  }

  /** A picture in a room is covered, as one that comes later would be; what is published waits. */
  private async hide(subject: Subject, decided: DecidedContent): Promise<void> {
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

const placed = (subject: Subject, { cause, digest, print }: DecidedContent) => ({
  ...{ subject, cause, digest, print, caseId: null },
});

const isWeaker = (now: Maturity = 'everybody', decided: Maturity | null): boolean =>
  decided !== null && stricter(now, decided) !== now;

const verdictOf = ({ kind, removed }: StoredDecision): ContentVerdict | null => {
  if (removed) return 'removed';
  if (kind === 'level') return 'level';
  return kind === 'keep' ? 'cleared' : null;
};
