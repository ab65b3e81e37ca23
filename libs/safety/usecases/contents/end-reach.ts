import { Injectable } from '@nestjs/common';
import { Audit } from '../../domain/cases/audit.js';
import { CaseMoved } from '../../domain/cases/case.js';
import { isStanding } from '../../domain/cases/may-decide.js';
import { type Maturity, type Subject, subjectKey } from '../../domain/cases/subject.js';
import { causeOf, type ContentStanding, type Reached, standingOf, stricter } from '../../domain/contents/content.js';
import { DecidedContents } from '../../domain/contents/decided-contents.js';
import { CaseSurroundings } from '../cases/case-surroundings.js';
import { KeptCases } from '../cases/kept-cases.js';
import { KnownSubjects } from '../cases/known-subjects.js';

/** More of a case made by likeness alone nobody writes. */
const REPORTS_READ = 100;

export interface Ending {
  /** Decisions that hold no more, or cases of which it is decided that nothing is held by likeness. */
  readonly causes: readonly string[];
  readonly byId: string | null;
  readonly at: number;
  /** What looks like it is for no more people than this. */
  readonly atLeast?: Maturity;
}

/** Inside the transaction in which something ends to hold, which is forgotten already: so does what it did elsewhere. */
@Injectable()
export class EndReach {
  constructor(
    private readonly contents: DecidedContents,
    private readonly subjects: KnownSubjects,
    private readonly kept: KeptCases,
    private readonly audit: Audit,
    private readonly around: CaseSurroundings,
  ) {}

  async run(ending: Ending): Promise<void> {
    for (const reached of await this.contents.takeReached(ending.causes)) {
      const standing = await this.standing(reached);
      const own = (await this.kept.decisions.about([subjectKey(reached.subject)])).filter(isStanding);
      if (!reached.levels) {
        if (!own.some(({ removed }) => removed)) await this.show(reached, standing, ending);
      } else if (!own.some(({ kind }) => kind === 'level')) {
        await this.unlevel(reached.subject, reached, reached.levels, standing);
      }
    }
  }

  /** What else was decided about the same, or what it looks like. */
  private async standing({ digest, print }: Reached): Promise<ContentStanding> {
    const alike = print === null ? [] : await this.contents.alike(print);
    return standingOf(
      await this.contents.about([digest]),
      alike.filter(({ decided }) => decided.digest !== digest),
    );
  }

  private async unlevel(
    subject: Subject,
    reached: Reached,
    { before, decided }: NonNullable<Reached['levels']>,
    { atLeast, levelled }: ContentStanding,
  ): Promise<void> {
    await this.subjects.unlevel(subject, { before, decided, atLeast });
    if (levelled) {
      await this.contents.reaches({ ...reached, cause: causeOf(levelled), levels: { before, decided: atLeast } });
    }
  }

  private async show(reached: Reached, standing: ContentStanding, { byId, at, atLeast = 'everybody' }: Ending) {
    const { subject, caseId } = reached;
    const holds = standing.stopped ?? standing.alike?.decided;
    if (holds) return this.contents.reaches({ ...reached, cause: causeOf(holds) });
    if ((await this.subjects.show(subject, at)) || (await this.subjects.release(subject))) {
      const about = { kind: subject.kind, id: subject.id };
      await this.audit.write({ action: 'subject.restored', byId, about });
    }
    const least = stricter(standing.atLeast, atLeast);
    if (least !== 'everybody') await this.subjects.level(subject, least);
    if (caseId !== null) await this.close(caseId, at);
  }

  /** There is nothing left to look at, unless somebody else has found something. */
  private async close(caseId: string, at: number): Promise<void> {
    const one = await this.kept.cases.hold(caseId);
    if (!one?.isOpen) return;
    const reports = await this.kept.reports.of(caseId, REPORTS_READ);
    if (reports.some(({ byId, reason }) => byId !== null || reason !== 'alike')) return;
    await this.kept.cases.change({ ...one, isOpen: false, claim: null, changedAt: Math.max(at, one.changedAt + 1) });
    this.around.work.announce(new CaseMoved(caseId));
  }
}
