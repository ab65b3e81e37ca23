import { Injectable } from '@nestjs/common';
import { Audit } from '../../domain/cases/audit.js';
import { CaseChanged } from '../../domain/cases/case.js';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { type ContentRating, type Subject, subjectKey } from '../../domain/cases/subject.js';
import {
  causeOf,
  type UploadVerdict,
  type DecisionEffect,
  evaluateFingerprint,
  stricter,
} from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintVerdicts } from '../../domain/fingerprints/fingerprint-verdicts.js';
import { CaseSurroundings } from '../cases/case-surroundings.js';
import { KeptCases } from '../cases/kept-cases.js';
import { SubjectReader } from '../cases/subject-reader.js';

/** More of a case made by likeness alone nobody writes. */
const REPORTS_READ = 100;

export interface Ending {
  /** Decisions that hold no more, or cases of which it is decided that nothing is held by likeness. */
  readonly causes: readonly string[];
  readonly byId: string | null;
  readonly at: number;
  /** What looks like it is for no more users than this. */
  readonly atLeast?: ContentRating;
}

/** Inside the transaction in which something ends to hold, which is forgotten already: so does what it did elsewhere. */
@Injectable()
export class RevertDecisionEffects {
  constructor(
    private readonly contents: FingerprintVerdicts,
    private readonly subjects: SubjectReader,
    private readonly kept: KeptCases,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  async run(ending: Ending): Promise<void> {
    for (const reached of await this.contents.addEffect(ending.causes)) {
      const standing = await this.standing(reached);
      const own = (await this.kept.decisions.about([subjectKey(reached.subject)])).filter(isInForce);
      if (!reached.levels) {
        if (!own.some(({ removed }) => removed)) await this.show(reached, standing, ending);
      } else if (!own.some(({ kind }) => kind === 'setRating')) {
        await this.unlevel(reached.subject, reached, reached.levels, standing);
      }
    }
  }

  /** What else was decided about the same, or what it looks like. */
  private async standing({ digest, print }: DecisionEffect): Promise<UploadVerdict> {
    const alike = print === null ? [] : await this.contents.alike(print);
    return evaluateFingerprint(
      await this.contents.about([digest]),
      alike.filter(({ decided }) => decided.digest !== digest),
    );
  }

  private async unlevel(
    subject: Subject,
    decisionEffect: DecisionEffect,
    { before, decided }: NonNullable<DecisionEffect['levels']>,
    { atLeast, rating }: UploadVerdict,
  ): Promise<void> {
    await this.subjects.unlevel(subject, { before, decided, atLeast });
    if (rating) {
      await this.contents.reaches({ ...decisionEffect, cause: causeOf(rating), levels: { before, decided: atLeast } });
    }
  }

  private async show(
    decisionEffect: DecisionEffect,
    standing: UploadVerdict,
    { byId, at, atLeast = 'everyone' }: Ending,
  ) {
    const { subject, caseId } = decisionEffect;
    const holds = standing.stopped ?? standing.alike?.decided;
    if (holds) return this.contents.reaches({ ...decisionEffect, cause: causeOf(holds) });
    if ((await this.subjects.show(subject, at)) || (await this.subjects.release(subject))) {
      const about = { kind: subject.kind, id: subject.id };
      await this.audit.write({ action: 'subject.restored', byId, about });
    }
    const least = stricter(standing.atLeast, atLeast);
    if (least !== 'everyone') await this.subjects.level(subject, least);
    if (caseId !== null) await this.close(caseId, at);
  }

  /** There is nothing left to look at, unless somebody else has found something. */
  private async close(caseId: string, at: number): Promise<void> {
    const one = await this.kept.cases.hold(caseId);
    if (!one?.isOpen) return;
    const reports = await this.kept.reports.of(caseId, REPORTS_READ);
    if (reports.some(({ byId, reason }) => byId !== null || reason !== 'similarToRemoved')) return;
    await this.kept.cases.change({ ...one, isOpen: false, claim: null, changedAt: Math.max(at, one.changedAt + 1) });
    this.around.work.publish(new CaseChanged(caseId));
  }
}
