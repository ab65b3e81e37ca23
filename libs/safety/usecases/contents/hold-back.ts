import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { type Subject, type SubjectFacts } from '../../domain/cases/subject.js';
import type { AuditDetail } from '../../domain/cases/audit.js';
import { Aside } from '../../domain/cases/aside.js';
import { BY_CHECK, causeOf, type Content, type DecidedContent, type LooksLike } from '../../domain/contents/content.js';
import { DecidedContents } from '../../domain/contents/decided-contents.js';
import { KnownSubjects } from '../cases/known-subjects.js';
import { OpenCase } from '../cases/open-case.js';

/** Inside the transaction that keeps something: nobody sees it before somebody who moderates has looked, or at all. */
@Injectable()
export class HoldBack {
  constructor(
    private readonly contents: DecidedContents,
    private readonly subjects: KnownSubjects,
    private readonly aside: Aside,
    private readonly openCase: OpenCase,
    private readonly clock: Clock,
  ) {}

  /** It looks like something that was removed: it waits, as what a check held back. It ends with that. @returns its case */
  async alike(subject: Subject, content: Content, { decided, distance }: LooksLike): Promise<string | null> {
    const detail: AuditDetail = { bits: distance, ...(decided.caseId !== null && { looksLike: decided.caseId }) };
    const found = { by: 'system', subject, reason: 'alike', detail } as const;
    const caseId = await this.openCase.run(found);
    if (caseId === null) return null;
    const cause = causeOf(decided);
    const { digest, print } = content;
    // Without a print: what is held since it looks like something holds nothing that looks like it in turn.
    const held = {
      ...content,
      print: null,
      verdict: 'held',
      maturity: null,
      cause,
      caseId,
      at: this.clock.now(),
    } as const;
    await this.contents.remember([held]);
    await this.contents.reaches({ subject, cause, digest, print, caseId, levels: null });
    return caseId;
  }

  /** As `alike`, of what is hidden as a whole until then. */
  async hidden(subject: Subject, content: Content, alike: LooksLike): Promise<void> {
    await this.alike(subject, content, alike);
    await this.subjects.hide(subject, null, this.clock.now());
  }

  /** What a check found holds for the content, too, until somebody who moderates says otherwise. */
  async found(content: Content, said: Pick<DecidedContent, 'verdict' | 'maturity' | 'caseId'>): Promise<void> {
    if (said.verdict === 'held') await this.contents.forget([BY_CHECK], [content.digest]);
    const { kind, digest, print } = content;
    await this.contents.remember([{ kind, digest, print, ...said, cause: BY_CHECK, at: this.clock.now() }]);
  }

  /** The slice covers it itself; it can be put back by the name of its keeper. */
  async covered(subject: Subject, facts: SubjectFacts, keeper: string): Promise<void> {
    await this.aside.keep({ subject, facts, keeper, kept: {} });
  }
}
