import { Injectable } from '@nestjs/common';
import { SanctionUser } from '@visionary/accounts';
import type { AuditAction, ContentRating } from '@visionary/contract';
import { PERMANENT } from '@visionary/kernel';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import type { AuditDetail } from '../../domain/cases/audit.js';
import type { StoredDecision } from '../../domain/cases/case.js';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { AuditLog } from '../../storage/cases/audit-log.js';
import { Decisions } from '../../storage/cases/decisions.js';
import { DecisionEffects } from '../fingerprints/decision-effects.js';
import { ModerationRegistry, type ReportedText } from '../../domain/cases/moderation-registry.js';

/** Applies and reverts what decisions do to subjects and users, inside the transaction of the decision. */
@Injectable()
export class ApplyDecision {
  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly decisions: Decisions,
    private readonly sanctions: SanctionUser,
    private readonly audit: AuditLog,
    private readonly effects: DecisionEffects,
  ) {}

  /** Applies a stored decision. */
  async run(
    subject: Subject,
    decision: StoredDecision,
    fingerprints: readonly ContentFingerprint[],
    reported?: ReportedText,
  ): Promise<void> {
    const { kind, authorId, byId, contentRating, hidesSubject, at } = decision;
    await this.effects.apply(decision, fingerprints);
    if (hidesSubject) await this.hide(subject, byId, at, reported);
    else if (kind === 'dismiss' || kind === 'setRating') await this.release(subject, byId);
    if (kind === 'setRating' && contentRating) await this.setRating(subject, contentRating, byId);
    if (authorId !== null && (kind === 'mute' || kind === 'ban')) await this.updateSanctions(authorId, byId);
  }

  /** Revokes decisions and grants pending appeals against them. Effects of other decisions in force stay. */
  async undo(subject: Subject, revoked: readonly StoredDecision[], byId: string | null, at: number): Promise<void> {
    await this.decisions.revoke(
      revoked.map(({ id }) => id),
      at,
    );
    const inForce = (await this.decisions.about([subjectKey(subject)])).filter(isInForce);
    if (revoked.some(({ hidesSubject }) => hidesSubject) && !inForce.some(({ hidesSubject }) => hidesSubject)) {
      await this.restore(subject, byId);
    }
    const rating = revoked.find(({ kind }) => kind === 'setRating');
    if (rating?.previousRating && !inForce.some(({ kind }) => kind === 'setRating')) {
      await this.setRating(subject, rating.previousRating, byId);
    }
    for (const authorId of new Set(revoked.filter(isSanction).map((one) => one.authorId))) {
      if (authorId !== null) await this.updateSanctions(authorId, byId);
    }
    await this.effects.revert(revoked, byId, at);
  }

  /** Reads the current rating, which `undo` restores. */
  async contentRatingOf(subject: Subject): Promise<ContentRating | null> {
    const facts = await this.subjects.detailsOf(subject);
    return facts?.image?.contentRating ?? facts?.contentRating ?? null;
  }

  private async hide(subject: Subject, byId: string | null, at: number, reported?: ReportedText): Promise<void> {
    if (await this.subjects.hide(subject, byId, at, reported)) await this.record('subject.hidden', subject, byId);
  }

  private async restore(subject: Subject, byId: string | null): Promise<void> {
    if (await this.subjects.restore(subject)) await this.record('subject.restored', subject, byId);
  }

  /** Shows a subject that was held for review, unless a moderator removed it. */
  private async release(subject: Subject, byId: string | null): Promise<void> {
    const decisions = await this.decisions.about([subjectKey(subject)]);
    const isRemoved = decisions.some((one) => one.hidesSubject && isInForce(one));
    const isShown = (!isRemoved && (await this.subjects.restore(subject))) || (await this.subjects.release(subject));
    if (isShown) await this.record('subject.restored', subject, byId);
  }

  private async setRating(subject: Subject, contentRating: ContentRating, byId: string | null): Promise<void> {
    await this.subjects.setRating(subject, contentRating);
    await this.record('subject.rated', subject, byId, { contentRating });
  }

  /** Sets the mute and the ban of a user to the longest in force. */
  private async updateSanctions(userId: string, byId: string | null): Promise<void> {
    const inForce = await this.decisions.activeFor(userId, ['mute', 'ban']);
    const [mutedUntil, bannedUntil] = [latestEnd(inForce, 'mute'), latestEnd(inForce, 'ban')];
    const before = await this.sanctions.hold(userId);
    await this.sanctions.run(userId, { mutedUntil, bannedUntil });
    if (!before) return;
    const record = async (action: AuditAction, until: number | null) => {
      const detail: AuditDetail = until === null || until === PERMANENT ? {} : { until };
      await this.audit.write({ action, byId, about: { kind: 'user', id: userId }, detail });
    };
    if (before.mutedUntil !== mutedUntil) await record(mutedUntil === null ? 'user.unmuted' : 'user.muted', mutedUntil);
    if (before.bannedUntil !== bannedUntil) {
      await record(bannedUntil === null ? 'user.unbanned' : 'user.banned', bannedUntil);
    }
  }

  private record(
    action: AuditAction,
    { kind, id, image }: Subject,
    byId: string | null,
    detail: AuditDetail = {},
  ): Promise<void> {
    const imageDetail: AuditDetail = image === undefined ? {} : { image };
    return this.audit.write({ action, byId, about: { kind, id }, detail: { ...detail, ...imageDetail } });
  }
}

const isSanction = ({ kind }: StoredDecision): boolean => kind === 'mute' || kind === 'ban';

const latestEnd = (inForce: readonly StoredDecision[], sanction: 'mute' | 'ban'): number | null => {
  const ends = inForce.filter(({ kind }) => kind === sanction).map(({ until }) => until ?? PERMANENT);
  return ends.length === 0 ? null : Math.max(...ends);
};
