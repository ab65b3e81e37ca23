import { Injectable } from '@nestjs/common';
import type { CaseReason, ContentRating, DecisionKind } from '@visionary/contract';
import { Ids, PERMANENT, UnitOfWork } from '@visionary/kernel';
import { revocableIn } from '../../domain/cases/allowed-decisions.js';
import { CaseChanged, type StoredCase, type StoredDecision } from '../../domain/cases/case.js';
import type { ReportedText } from '../../domain/cases/moderation-registry.js';
import { authorsOfPrompts } from '../../domain/cases/reported-prompts.js';
import { subjectKey } from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { CaseReports } from '../../storage/cases/case-reports.js';
import { Cases } from '../../storage/cases/cases.js';
import { Decisions } from '../../storage/cases/decisions.js';
import { ApplyDecision } from './apply-decision.js';
import { CaseNotifier } from './case-notifier.js';

export interface NewDecision {
  readonly kind: DecisionKind;
  readonly rule?: CaseReason | undefined;
  readonly message: string;
  /** Only for a mute or a ban; null means permanent. */
  readonly until?: number | null | undefined;
  readonly contentRating?: ContentRating | undefined;
  /** Hides the subject, too. */
  readonly remove?: boolean;
  /** Whose text is removed from a shared prompt. Undefined: everyone's. */
  readonly authorIds?: readonly string[] | undefined;
}

/** Stores a decision, applies it, closes the case and notifies, inside a transaction that locked the case. */
@Injectable()
export class RecordDecision {
  constructor(
    private readonly cases: Cases,
    private readonly reports: CaseReports,
    private readonly decisions: Decisions,
    private readonly applyDecision: ApplyDecision,
    private readonly notifier: CaseNotifier,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly ids: Ids,
  ) {}

  async run(
    lockedCase: StoredCase,
    decision: NewDecision,
    fingerprints: readonly ContentFingerprint[],
    byId: string | null,
    at: number,
  ): Promise<void> {
    const { subject } = lockedCase;
    const { kind, remove = false } = decision;
    const hidesSubject = kind === 'remove' || remove;
    const revoked =
      kind === 'restore' ? revocableIn(lockedCase, await this.decisions.about([subjectKey(subject)])) : [];
    const reported = subject.kind === 'prompt' ? await this.reportedText(lockedCase.id, decision) : undefined;
    const previousRating = kind === 'setRating' ? await this.applyDecision.contentRatingOf(subject) : null;
    const stored = authorsOf(lockedCase, revoked, hidesSubject ? reported : undefined).map(
      (authorId): StoredDecision => ({
        ...storedDecision(lockedCase, decision, byId, at),
        id: this.ids.next(),
        authorId,
        previousRating,
        hidesSubject,
      }),
    );
    for (const one of stored) await this.decisions.add(one);
    const [first] = stored as [StoredDecision, ...StoredDecision[]];
    if (kind === 'restore') await this.applyDecision.undo(subject, revoked, byId, at);
    else await this.applyDecision.run(subject, first, fingerprints, reported);
    const closed = { ...lockedCase, isOpen: false, claim: null, changedAt: Math.max(at, lockedCase.changedAt + 1) };
    await this.cases.change(closed);
    const reporters = lockedCase.isOpen ? await this.reports.reportersOf(lockedCase.id) : [];
    await this.notifier.notifyOfDecision(closed, stored, reporters);
    await this.auditDecision(closed, stored);
    this.unitOfWork.publish(new CaseChanged(lockedCase.id));
  }

  private async reportedText(caseId: string, { authorIds }: NewDecision): Promise<ReportedText> {
    const prompts = await this.reports.promptsOf(caseId);
    return { prompts, authorIds: authorIds ?? [...new Set(prompts.flatMap(authorsOfPrompts))] };
  }

  private auditDecision({ id, subject }: StoredCase, decisions: readonly StoredDecision[]): Promise<void> {
    const [{ kind, rule, until, byId, hidesSubject }] = decisions as [StoredDecision, ...StoredDecision[]];
    const detail = {
      decision: kind,
      kind: subject.kind,
      subject: subject.id,
      removed: hidesSubject,
      ...(rule !== null && { rule }),
      ...(until !== null && until !== PERMANENT && { until }),
      ...(decisions.length > 1 && { authors: decisions.map(({ authorId }) => authorId).join(', ') }),
    };
    return this.audit.write({ action: 'case.decided', byId, about: { kind: 'case', id }, detail });
  }
}

/** A decision is stored once per author, so that each of them is notified and can appeal. Only a shared prompt has several. */
const authorsOf = (
  { subject, authorId }: StoredCase,
  revoked: readonly StoredDecision[],
  reported: ReportedText | undefined,
): readonly (string | null)[] => {
  if (subject.kind !== 'prompt') return [authorId];
  const authors = reported?.authorIds ?? [...new Set(revoked.map((one) => one.authorId))];
  return authors.length > 0 ? authors : [authorId];
};

const storedDecision = (
  { id: caseId, subject }: StoredCase,
  { kind, rule, message, until, contentRating }: NewDecision,
  byId: string | null,
  at: number,
) => ({
  caseId,
  subjectKey: subjectKey(subject),
  kind,
  byId,
  rule: rule ?? null,
  message,
  until: kind === 'mute' || kind === 'ban' ? (until ?? PERMANENT) : null,
  contentRating: contentRating ?? null,
  at,
  revokedAt: null,
});
