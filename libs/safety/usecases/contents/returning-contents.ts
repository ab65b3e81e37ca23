import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import type { Maturity, Subject, SubjectFacts } from '../../domain/cases/subject.js';
import {
  BY_CHECK,
  type CameBack,
  causeOf,
  type Content,
  type ContentStanding,
  type LooksLike,
  standingOf,
} from '../../domain/contents/content.js';
import { ContentPrints } from '../../domain/contents/content-prints.js';
import { DecidedContents } from '../../domain/contents/decided-contents.js';
import { HoldBack } from './hold-back.js';
import { NoteReturns } from './note-returns.js';

/** For whoever lets something in: what was decided about the same content, and about pictures that look like it. */
@Injectable()
export class ReturningContents {
  constructor(
    private readonly prints: ContentPrints,
    private readonly contents: DecidedContents,
    private readonly returns: NoteReturns,
    readonly holding: HoldBack,
  ) {}

  /** Before a transaction. @returns null for bytes that are no picture */
  ofFile(file: Uint8Array): Promise<Content | null> {
    return this.prints.ofFile(file);
  }

  /** As `ofFile`, by the key in the blob store. */
  ofKept(sha256: string): Promise<Content | null> {
    return this.prints.ofKept(sha256);
  }

  /**
   * Inside the transaction that keeps it, before anything is written: until its end nobody decides otherwise.
   * @param finds whether a check has found something in it, which is to be remembered in the same transaction
   */
  async ask(contents: readonly Content[], finds = false): Promise<ContentStanding> {
    await (finds ? this.contents.holdAlone() : this.contents.holdStill());
    const exact = await this.contents.about(contents.map(({ digest }) => digest));
    const alike: LooksLike[] = [];
    for (const { print, digest } of contents) {
      if (print === null) continue;
      alike.push(...(await this.contents.alike(print)).filter(({ decided }) => decided.digest !== digest));
    }
    return standingOf(exact, alike);
  }

  /** Inside the same transaction, which ends then without having kept anything. @returns null where it may come in */
  async refusal({ stopped }: ContentStanding, back: CameBack): Promise<Rejection | null> {
    if (!stopped) return null;
    await this.returns.run(stopped, back);
    return new Rejection(stopped.verdict === 'removed' ? 'SAFETY_CONTENT_REMOVED' : 'SAFETY_CONTENT_HELD');
  }

  /** As `refusal`, of what only looks like it, where it could not wait anywhere until somebody has looked. */
  async refusalOfAlike({ alike }: ContentStanding, back: CameBack): Promise<Rejection | null> {
    if (!alike) return null;
    await this.returns.run(alike.decided, back);
    return new Rejection('SAFETY_CONTENT_ALIKE');
  }

  /** Inside the same transaction, of what is kept: a decision about the same content elsewhere finds it. */
  async stands(subject: Subject, { digest }: Content): Promise<void> {
    await this.contents.stands(subject, digest);
  }

  /** Inside the same transaction: it is kept, but for no more people than was decided. */
  async noteLevel({ levelled }: ContentStanding, back: CameBack): Promise<void> {
    if (levelled) await this.returns.run(levelled, back);
  }

  /** Inside the same transaction, of what is kept for fewer people because of it: it is as before once that ends. */
  async levels(
    subject: Subject,
    { digest, print }: Content,
    { levelled }: ContentStanding,
    before: Maturity,
  ): Promise<void> {
    const decided = levelled?.maturity;
    if (!levelled || !decided || causeOf(levelled) === BY_CHECK) return;
    const levels = { before, decided };
    await this.contents.reaches({ subject, cause: causeOf(levelled), digest, print, caseId: null, levels });
  }

  /** Inside the same transaction, of what was removed and is kept nevertheless: its slice covers it. */
  async cover(
    { stopped }: ContentStanding,
    back: CameBack,
    covered: { readonly subject: Subject; readonly facts: SubjectFacts; readonly keeper: string },
  ): Promise<void> {
    if (!stopped) return;
    await this.holding.covered(covered.subject, covered.facts, covered.keeper);
    await this.returns.run(stopped, back, covered.subject);
  }
}
