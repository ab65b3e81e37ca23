import { Injectable } from '@nestjs/common';
import { SanctionUser } from '@visionary/accounts';
import { PERMANENT } from '@visionary/kernel';
import { Audit, type AuditDetail } from '../../domain/cases/audit.js';
import type { StoredDecision } from '../../domain/cases/case.js';
import { Decisions } from '../../domain/cases/cases.js';
import { isInForce } from '../../domain/cases/allowed-decisions.js';
import { type ContentRating, type Subject, subjectKey } from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { RecordFingerprints } from '../fingerprints/record-fingerprints.js';
import { SubjectReader } from './subject-reader.js';

/** Inside a transaction: what was decided is so from its commit on, or is so no more. */
@Injectable()
export class ApplyDecision {
  constructor(
    private readonly subjects: SubjectReader,
    private readonly decisions: Decisions,
    private readonly sanctions: SanctionUser,
    private readonly audit: Audit,
    private readonly remembering: RecordFingerprints,
  ) {}

  /** What a decision that is kept already does. */
  async run(subject: Subject, decision: StoredDecision, contents: readonly ContentFingerprint[] = []): Promise<void> {
    const { kind, authorId, contentRating, removed, at } = decision;
    await this.remembering.decided(decision, contents);
    if (removed) await this.hide(subject, decision.byId, at);
    else if (kind === 'dismiss' || kind === 'setRating') await this.release(subject, decision.byId, at);
    if (kind === 'setRating' && contentRating) await this.level(subject, contentRating, decision.byId);
    if (authorId !== null && (kind === 'mute' || kind === 'ban')) await this.weigh(authorId, decision);
  }

  /** These hold no more, and appeals against them have what they asked for; what others still hold stays. */
  async undo(subject: Subject, over: readonly StoredDecision[], byId: string | null, at: number): Promise<void> {
    await this.decisions.revoke(
      over.map(({ id }) => id),
      at,
    );
    const left = (await this.decisions.about([subjectKey(subject)])).filter(isInForce);
    if (over.some(({ removed }) => removed) && !left.some(({ removed }) => removed)) await this.show(subject, byId, at);
    const levelled = over.find(({ kind }) => kind === 'setRating');
    if (levelled?.contentRatingBefore && !left.some(({ kind }) => kind === 'setRating')) {
      await this.level(subject, levelled.contentRatingBefore, byId);
    }
    for (const authorId of new Set(over.filter(isSanction).map((one) => one.authorId))) {
      if (authorId !== null) await this.weigh(authorId, { byId });
    }
    await this.remembering.takenBack(over, byId, at);
  }

  /** What it is now, to be restored one day. */
  async contentRatingOf(subject: Subject): Promise<ContentRating | null> {
    const facts = await this.subjects.one(subject);
    return facts?.image?.contentRating ?? facts?.contentRating ?? null;
  }

  private async hide(subject: Subject, byId: string | null, at: number): Promise<void> {
    if (await this.subjects.hide(subject, byId, at)) await this.note('subject.hidden', subject, byId);
  }

  private async show(subject: Subject, byId: string | null, at: number): Promise<void> {
    if (await this.subjects.show(subject, at)) await this.note('subject.restored', subject, byId);
  }

  /** Of what a check held back, which nobody has removed. */
  private async release(subject: Subject, byId: string | null, at: number): Promise<void> {
    const decided = await this.decisions.about([subjectKey(subject)]);
    const isRemoved = decided.some((one) => one.removed && isInForce(one));
    const isShown = (!isRemoved && (await this.subjects.show(subject, at))) || (await this.subjects.release(subject));
    if (isShown) await this.note('subject.restored', subject, byId);
  }

  private async level(subject: Subject, contentRating: ContentRating, byId: string | null): Promise<void> {
    await this.subjects.level(subject, contentRating);
    await this.note('subject.rated', subject, byId, { contentRating });
  }

  /** What is kept from somebody is the longest of what was decided about them and holds. */
  private async weigh(userId: string, { byId }: Pick<StoredDecision, 'byId'>): Promise<void> {
    const standing = await this.decisions.activeFor(userId, ['mute', 'ban']);
    const [mutedUntil, bannedUntil] = [longest(standing, 'mute'), longest(standing, 'ban')];
    const before = await this.sanctions.hold(userId);
    await this.sanctions.run(userId, { mutedUntil, bannedUntil });
    if (!before) return;
    const note = async (action: string, until: number | null) => {
      const detail: AuditDetail = until === null || until === PERMANENT ? {} : { until };
      await this.audit.write({ action, byId, about: { kind: 'user', id: userId }, detail });
    };
    if (before.mutedUntil !== mutedUntil) {
      await note(mutedUntil === null ? 'user.unmuted' : 'user.muted', mutedUntil);
    }
    if (before.bannedUntil !== bannedUntil) {
      await note(bannedUntil === null ? 'user.unbanned' : 'user.banned', bannedUntil);
    }
  }

  private note(
    action: string,
    subject: Subject,
    byId: string | null,
    detail: Record<string, string> = {},
  ): Promise<void> {
    const about = { kind: subject.kind, id: subject.id };
    const image: AuditDetail = subject.image === undefined ? {} : { image: subject.image };
    return this.audit.write({ action, byId, about, detail: { ...detail, ...image } });
  }
}

const isSanction = ({ kind }: StoredDecision): boolean => kind === 'mute' || kind === 'ban';

const longest = (standing: readonly StoredDecision[], wanted: 'mute' | 'ban'): number | null => {
  const ends = standing.filter(({ kind }) => kind === wanted).map(({ until }) => until ?? PERMANENT);
  return ends.length === 0 ? null : Math.max(...ends);
};
