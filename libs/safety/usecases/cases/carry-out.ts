import { Injectable } from '@nestjs/common';
import { SanctionPerson } from '@visionary/accounts';
import { FOR_GOOD } from '@visionary/kernel';
import { Audit, type AuditDetail } from '../../domain/cases/audit.js';
import type { StoredDecision } from '../../domain/cases/case.js';
import { Decisions } from '../../domain/cases/cases.js';
import { isStanding } from '../../domain/cases/may-decide.js';
import { type Maturity, type Subject, subjectKey } from '../../domain/cases/subject.js';
import type { Content } from '../../domain/contents/content.js';
import { RememberContents } from '../contents/remember-contents.js';
import { KnownSubjects } from './known-subjects.js';

/** Inside a transaction: what was decided is so from its commit on, or is so no more. */
@Injectable()
export class CarryOut {
  constructor(
    private readonly subjects: KnownSubjects,
    private readonly decisions: Decisions,
    private readonly sanctions: SanctionPerson,
    private readonly audit: Audit,
    private readonly remembering: RememberContents,
  ) {}

  /** What a decision that is kept already does. */
  async run(subject: Subject, decision: StoredDecision, contents: readonly Content[] = []): Promise<void> {
    const { kind, authorId, maturity, removed, at } = decision;
    await this.remembering.decided(decision, contents);
    if (removed) await this.hide(subject, decision.byId, at);
    else if (kind === 'keep' || kind === 'level') await this.release(subject, decision.byId, at);
    if (kind === 'level' && maturity) await this.level(subject, maturity, decision.byId);
    if (authorId !== null && (kind === 'mute' || kind === 'ban')) await this.weigh(authorId, decision);
  }

  /** These hold no more, and appeals against them have what they asked for; what others still hold stays. */
  async undo(subject: Subject, over: readonly StoredDecision[], byId: string | null, at: number): Promise<void> {
    await this.decisions.end(
      over.map(({ id }) => id),
      at,
    );
    const left = (await this.decisions.about([subjectKey(subject)])).filter(isStanding);
    if (over.some(({ removed }) => removed) && !left.some(({ removed }) => removed)) await this.show(subject, byId, at);
    const levelled = over.find(({ kind }) => kind === 'level');
    if (levelled?.maturityBefore && !left.some(({ kind }) => kind === 'level')) {
      await this.level(subject, levelled.maturityBefore, byId);
    }
    for (const authorId of new Set(over.filter(isSanction).map((one) => one.authorId))) {
      if (authorId !== null) await this.weigh(authorId, { byId });
    }
    await this.remembering.takenBack(over, byId, at);
  }

  /** What it is now, to be restored one day. */
  async maturityOf(subject: Subject): Promise<Maturity | null> {
    const facts = await this.subjects.one(subject);
    return facts?.picture?.maturity ?? facts?.maturity ?? null;
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
    const isRemoved = decided.some((one) => one.removed && isStanding(one));
    const isShown = (!isRemoved && (await this.subjects.show(subject, at))) || (await this.subjects.release(subject));
    if (isShown) await this.note('subject.restored', subject, byId);
  }

  private async level(subject: Subject, maturity: Maturity, byId: string | null): Promise<void> {
    await this.subjects.level(subject, maturity);
    await this.note('subject.levelled', subject, byId, { maturity });
  }

  /** What is kept from somebody is the longest of what was decided about them and holds. */
  private async weigh(personId: string, { byId }: Pick<StoredDecision, 'byId'>): Promise<void> {
    const standing = await this.decisions.standing(personId, ['mute', 'ban']);
    const [mutedUntil, bannedUntil] = [longest(standing, 'mute'), longest(standing, 'ban')];
    const before = await this.sanctions.hold(personId);
    await this.sanctions.run(personId, { mutedUntil, bannedUntil });
    if (!before) return;
    const note = async (action: string, until: number | null) => {
      const detail: AuditDetail = until === null || until === FOR_GOOD ? {} : { until };
      await this.audit.write({ action, byId, about: { kind: 'person', id: personId }, detail });
    };
    if (before.mutedUntil !== mutedUntil) {
      await note(mutedUntil === null ? 'person.unmuted' : 'person.muted', mutedUntil);
    }
    if (before.bannedUntil !== bannedUntil) {
      await note(bannedUntil === null ? 'person.unbanned' : 'person.banned', bannedUntil);
    }
  }

  private note(
    action: string,
    subject: Subject,
    byId: string | null,
    detail: Record<string, string> = {},
  ): Promise<void> {
    const about = { kind: subject.kind, id: subject.id };
    const picture: AuditDetail = subject.picture === undefined ? {} : { picture: subject.picture };
    return this.audit.write({ action, byId, about, detail: { ...detail, ...picture } });
  }
}

const isSanction = ({ kind }: StoredDecision): boolean => kind === 'mute' || kind === 'ban';

const longest = (standing: readonly StoredDecision[], wanted: 'mute' | 'ban'): number | null => {
  const ends = standing.filter(({ kind }) => kind === wanted).map(({ until }) => until ?? FOR_GOOD);
  return ends.length === 0 ? null : Math.max(...ends);
};
