import { Injectable } from '@nestjs/common';
import { type ContentRating, stricterRating } from '@visionary/contract';
import { UnitOfWork } from '@visionary/kernel';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { CaseChanged, type StoredDecision } from '../../domain/cases/case.js';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';
import {
  AUTOMATIC_CHECK,
  causeOf,
  type ContentFingerprint,
  type ContentVerdict,
  type DecisionEffect,
  evaluateFingerprint,
  type FingerprintVerdict,
  type UploadVerdict,
} from '../../domain/fingerprints/content-fingerprint.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { CaseReports } from '../../storage/cases/case-reports.js';
import { Cases } from '../../storage/cases/cases.js';
import { Decisions } from '../../storage/cases/decisions.js';
import { FingerprintVerdicts } from '../../storage/fingerprints/fingerprint-verdicts.js';
import { AppealsService } from '../cases/appeals.service.js';
import { ModerationRegistry } from '../../domain/cases/moderation-registry.js';
import { HoldForReview } from './hold-for-review.js';

/** A case that rests on similarity alone has fewer reports. */
const MAX_REPORTS_READ = 100;

interface EndedCauses {
  /** Revoked decisions, or cases that no longer hold similar content. */
  readonly causes: readonly string[];
  readonly byId: string | null;
  readonly at: number;
  /** The minimum rating of content that is shown again. */
  readonly minimumRating?: ContentRating;
}

/** Applies decisions to the same content elsewhere, and reverts that. Runs inside the transaction of the decision. */
@Injectable()
export class DecisionEffects {
  constructor(
    private readonly verdicts: FingerprintVerdicts,
    private readonly subjects: ModerationRegistry,
    private readonly holding: HoldForReview,
    private readonly appeals: AppealsService,
    private readonly cases: Cases,
    private readonly caseReports: CaseReports,
    private readonly decisions: Decisions,
    private readonly audit: AuditLog,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Replaces verdicts of automatic checks: a moderator reviewed the content. */
  async apply(decision: StoredDecision, fingerprints: readonly ContentFingerprint[]): Promise<void> {
    const verdict = verdictOf(decision);
    if (verdict === null) return;
    await this.verdicts.removeEffectsOn(decision.subjectKey);
    const digests = fingerprints.map(({ digest }) => digest);
    await this.verdicts.remove([AUTOMATIC_CHECK], digests);
    await this.verdicts.removeHeld(digests);
    if (verdict !== 'removed') await this.releaseSimilar(decision);
    if (fingerprints.length === 0) return;
    const { id: cause, caseId, at } = decision;
    const contentRating = verdict === 'level' ? decision.contentRating : null;
    const verdicts = fingerprints.map((fingerprint) => ({
      ...fingerprint,
      // Without a perceptual hash, cleared content matches nothing similar.
      perceptualHash: verdict === 'cleared' ? null : fingerprint.perceptualHash,
      cause,
      caseId,
      at,
      verdict,
      contentRating,
    }));
    await this.verdicts.add(verdicts);
    if (verdict !== 'cleared') await this.applyElsewhere(decision, verdicts);
  }

  /** Shows what the decisions hid elsewhere, unless another verdict still hides it, and grants pending appeals. */
  async revert(revoked: readonly StoredDecision[], byId: string | null, at: number): Promise<void> {
    const causes = revoked.flatMap(({ id, caseId }) => [id, caseId]);
    const hiddenReuploads = await this.verdicts.hiddenReuploads(causes);
    await this.verdicts.remove(causes);
    const remaining = await this.verdicts.about(hiddenReuploads.map(({ digest }) => digest));
    const removedDigests = new Set(
      remaining.filter(({ verdict }) => verdict === 'removed').map(({ digest }) => digest),
    );
    for (const { subject, digest } of hiddenReuploads) {
      if (!removedDigests.has(digest)) await this.subjects.restore(subject);
    }
    await this.revertEffects({ causes, byId, at });
    await this.appeals.grantPending(revoked, byId, at);
  }

  /** Releases content that was held because it is similar to the content of this case. */
  private async releaseSimilar({ caseId, byId, at, contentRating }: StoredDecision): Promise<void> {
    await this.verdicts.remove([caseId]);
    await this.revertEffects({ causes: [caseId], byId, at, ...(contentRating && { minimumRating: contentRating }) });
  }

  /** Removed content is held elsewhere instead of removed, since its other authors must be notified by a decision, too. */
  private async applyElsewhere(
    { subjectKey: decidedKey }: StoredDecision,
    verdicts: readonly FingerprintVerdict[],
  ): Promise<void> {
    for (const { subject, digest } of await this.verdicts.subjectsWith(verdicts.map((one) => one.digest))) {
      const decided = verdicts.find((one) => one.digest === digest);
      const facts = subjectKey(subject) === decidedKey ? undefined : await this.subjects.detailsOf(subject);
      if (!decided || !facts || facts.isHidden) continue;
      const { contentRating } = decided;
      const before = facts.image?.contentRating ?? 'everyone';
      if (decided.verdict === 'removed') {
        await this.hide(subject, decided);
      } else if (contentRating !== null && stricterRating(before, contentRating) !== before) {
        await this.subjects.setRating(subject, contentRating);
        await this.verdicts.addEffect(effectOn(subject, decided, { before, decided: contentRating }));
      }
    }
  }

  /** Hides images in rooms, as a later upload would be. Holds published content for review. */
  private async hide(subject: Subject, decided: FingerprintVerdict): Promise<void> {
    if (subject.kind !== 'take') return this.holding.hideSimilar(subject, decided, { decided, distance: 0 });
    const isHidden = await this.subjects.hide(subject, null, decided.at);
    if (isHidden) await this.verdicts.addEffect(effectOn(subject, decided, null));
  }

  /** Reverts effects whose causes ended. The verdicts of these causes are already deleted. */
  private async revertEffects(ended: EndedCauses): Promise<void> {
    for (const effect of await this.verdicts.removeEffects(ended.causes)) {
      const upload = await this.evaluate(effect);
      const ownDecisions = (await this.decisions.about([subjectKey(effect.subject)])).filter(isInForce);
      if (!effect.ratings) {
        if (!ownDecisions.some(({ hidesSubject }) => hidesSubject)) await this.show(effect, upload, ended);
      } else if (!ownDecisions.some(({ kind }) => kind === 'setRating')) {
        await this.restoreRating(effect, effect.ratings, upload);
      }
    }
  }

  /** Evaluates the remaining verdicts about the content. */
  private async evaluate({ digest, perceptualHash }: DecisionEffect): Promise<UploadVerdict> {
    const similar = perceptualHash === null ? [] : await this.verdicts.findSimilar(perceptualHash);
    return evaluateFingerprint(
      await this.verdicts.about([digest]),
      similar.filter(({ decided }) => decided.digest !== digest),
    );
  }

  private async restoreRating(
    effect: DecisionEffect,
    { before, decided }: NonNullable<DecisionEffect['ratings']>,
    { minimumRating, ratingVerdict }: UploadVerdict,
  ): Promise<void> {
    await this.subjects.restoreRating(effect.subject, { before, decided, minimumRating });
    if (!ratingVerdict) return;
    await this.verdicts.addEffect({
      ...effect,
      cause: causeOf(ratingVerdict),
      ratings: { before, decided: minimumRating },
    });
  }

  private async show(
    effect: DecisionEffect,
    upload: UploadVerdict,
    { byId, at, minimumRating = 'everyone' }: EndedCauses,
  ): Promise<void> {
    const { subject, caseId } = effect;
    const other = upload.blockingVerdict ?? upload.similar?.decided;
    if (other) return this.verdicts.addEffect({ ...effect, cause: causeOf(other) });
    if ((await this.subjects.restore(subject)) || (await this.subjects.release(subject))) {
      const about = { kind: subject.kind, id: subject.id };
      await this.audit.write({ action: 'subject.restored', byId, about });
    }
    const rating = stricterRating(upload.minimumRating, minimumRating);
    if (rating !== 'everyone') await this.subjects.setRating(subject, rating);
    if (caseId !== null) await this.closeCase(caseId, at);
  }

  /** Closes a case that rests on similarity alone. */
  private async closeCase(caseId: string, at: number): Promise<void> {
    const lockedCase = await this.cases.lock(caseId);
    if (!lockedCase?.isOpen) return;
    const reports = await this.caseReports.ofCase(caseId, MAX_REPORTS_READ);
    if (reports.some(({ byId, reason }) => byId !== null || reason !== 'similarToRemoved')) return;
    await this.cases.change({
      ...lockedCase,
      isOpen: false,
      claim: null,
      changedAt: Math.max(at, lockedCase.changedAt + 1),
    });
    this.unitOfWork.publish(new CaseChanged(caseId));
  }
}

const effectOn = (
  subject: Subject,
  { cause, digest, perceptualHash }: FingerprintVerdict,
  ratings: DecisionEffect['ratings'],
): DecisionEffect => ({ subject, cause, digest, perceptualHash, caseId: null, ratings });

const verdictOf = ({ kind, hidesSubject }: StoredDecision): ContentVerdict | null => {
  if (hidesSubject) return 'removed';
  if (kind === 'setRating') return 'level';
  return kind === 'dismiss' ? 'cleared' : null;
};
