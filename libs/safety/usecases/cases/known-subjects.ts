import { Injectable } from '@nestjs/common';
import { Aside } from '../../domain/cases/aside.js';
import { type LevelOver, type ModeratedKind, ModeratedSubjects } from '../../domain/cases/moderated-subjects.js';
import {
  type ContextLine,
  type Maturity,
  type Subject,
  type SubjectFacts,
  subjectKey,
} from '../../domain/cases/subject.js';
import type { Content } from '../../domain/contents/content.js';
import { ContentPrints } from '../../domain/contents/content-prints.js';

/** Things as those who moderate see them, hidden ones too; and how they are hidden. */
@Injectable()
export class KnownSubjects {
  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly aside: Aside,
    private readonly prints: ContentPrints,
  ) {}

  /** By `subjectKey`; what is not there any more is missing. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const seen = await this.subjects.describe(subjects);
    const hidden = await this.aside.read(subjects);
    return new Map([
      ...[...hidden].map(([key, { facts }]) => [key, { ...facts, isHidden: true }] as const),
      ...[...seen].map(([key, facts]) => [key, { ...facts, isHidden: hidden.has(key) }] as const),
    ]);
  }

  async one(subject: Subject): Promise<SubjectFacts | undefined> {
    return (await this.describe([subject])).get(subjectKey(subject));
  }

  /** What could be done with it, hidden or not. */
  async keeperOf(subject: Subject): Promise<ModeratedKind | null> {
    const hidden = (await this.aside.read([subject])).get(subjectKey(subject));
    return hidden ? this.subjects.called(subject.kind, hidden.keeper) : this.subjects.keeperOf(subject);
  }

  async context(subject: Subject, lines: number): Promise<readonly ContextLine[]> {
    return (await (await this.keeperOf(subject))?.context?.(subject, lines)) ?? [];
  }

  /** What a decision about it holds for, wherever it comes in again. Reads files: before the transaction. */
  async contentsOf(subject: Subject): Promise<readonly Content[]> {
    const facts = await this.one(subject);
    const picture = facts?.picture ? await this.prints.ofKept(facts.picture.sha256) : null;
    const others = (await (await this.keeperOf(subject))?.contents?.(subject)) ?? [];
    return picture ? [picture, ...others] : others;
  }

  /** Inside a transaction. Twice is no error. @returns whether anything was hidden */
  async hide(subject: Subject, byId: string | null, at: number): Promise<boolean> {
    if ((await this.aside.read([subject])).size > 0) return false;
    const keeper = await this.subjects.keeperOf(subject);
    const facts = (await keeper?.describe([subject]))?.get(subjectKey(subject));
    if (!keeper?.setAside || !facts) return false;
    const kept = await keeper.setAside(subject, byId, at);
    await this.aside.keep({ subject, facts, keeper: keeper.name, kept });
    return true;
  }

  /** Inside a transaction. @returns whether anything was put back */
  async show(subject: Subject, at: number): Promise<boolean> {
    const hidden = await this.aside.take(subject);
    const keeper = hidden && this.subjects.called(subject.kind, hidden.keeper);
    if (!keeper?.putBack) return false;
    await keeper.putBack(subject, hidden?.kept ?? {}, at);
    return true;
  }

  /** Inside a transaction. @returns whether a check had held it back */
  async release(subject: Subject): Promise<boolean> {
    return (await (await this.subjects.keeperOf(subject))?.release?.(subject)) ?? false;
  }

  /** Inside a transaction. */
  async level(subject: Subject, maturity: Maturity): Promise<void> {
    await (await this.subjects.keeperOf(subject))?.level?.(subject, maturity);
  }

  /** Inside a transaction. */
  async unlevel(subject: Subject, levels: LevelOver): Promise<void> {
    await (await this.subjects.keeperOf(subject))?.unlevel?.(subject, levels);
  }
}
