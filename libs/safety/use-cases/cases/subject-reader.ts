import { Injectable } from '@nestjs/common';
import { HiddenSubjects } from '../../domain/cases/hidden-subjects.js';
import {
  type RatingChange,
  type ModerationHandler,
  ModerationRegistry,
} from '../../domain/cases/moderation-registry.js';
import {
  type ContextLine,
  type ContentRating,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintReader } from '../../domain/fingerprints/fingerprint-reader.js';

/** Things as those who moderate see them, hidden ones too; and how they are hidden. */
@Injectable()
export class SubjectReader {
  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly hiddenSubjects: HiddenSubjects,
    private readonly prints: FingerprintReader,
  ) {}

  /** By `subjectKey`; what is not there any more is missing. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const seen = await this.subjects.describe(subjects);
    const hidden = await this.hiddenSubjects.read(subjects);
    return new Map([
      ...[...hidden].map(([key, { facts }]) => [key, { ...facts, isHidden: true }] as const),
      ...[...seen].map(([key, facts]) => [key, { ...facts, isHidden: hidden.has(key) }] as const),
    ]);
  }

  async one(subject: Subject): Promise<SubjectDetails | undefined> {
    return (await this.describe([subject])).get(subjectKey(subject));
  }

  /** What could be done with it, hidden or not. */
  async keeperOf(subject: Subject): Promise<ModerationHandler | null> {
    const hidden = (await this.hiddenSubjects.read([subject])).get(subjectKey(subject));
    return hidden ? this.subjects.called(subject.kind, hidden.handler) : this.subjects.keeperOf(subject);
  }

  async context(subject: Subject, lines: number): Promise<readonly ContextLine[]> {
    return (await (await this.keeperOf(subject))?.context?.(subject, lines)) ?? [];
  }

  /** What a decision about it holds for, wherever it comes in again. Reads files: before the transaction. */
  async contentsOf(subject: Subject): Promise<readonly ContentFingerprint[]> {
    const facts = await this.one(subject);
    const image = facts?.image ? await this.prints.ofKept(facts.image.sha256) : null;
    const others = (await (await this.keeperOf(subject))?.contents?.(subject)) ?? [];
    return image ? [image, ...others] : others;
  }

  /** Inside a transaction. Twice is no error. @returns whether anything was hidden */
  async hide(subject: Subject, byId: string | null, at: number): Promise<boolean> {
    if ((await this.hiddenSubjects.read([subject])).size > 0) return false;
    const keeper = await this.subjects.keeperOf(subject);
    const facts = (await keeper?.describe([subject]))?.get(subjectKey(subject));
    if (!keeper?.hide || !facts) return false;
    const snapshot = await keeper.hide(subject, byId, at);
    await this.hiddenSubjects.keep({ subject, facts, handler: keeper.name, snapshot });
    return true;
  }

  /** Inside a transaction. @returns whether anything was put back */
  async show(subject: Subject, at: number): Promise<boolean> {
    const hidden = await this.hiddenSubjects.take(subject);
    const keeper = hidden && this.subjects.called(subject.kind, hidden.handler);
    if (!keeper?.restore) return false;
    await keeper.restore(subject, hidden?.snapshot ?? {}, at);
    return true;
  }

  /** Inside a transaction. @returns whether a check had held it back */
  async release(subject: Subject): Promise<boolean> {
    return (await (await this.subjects.keeperOf(subject))?.discard?.(subject)) ?? false;
  }

  /** Inside a transaction. */
  async level(subject: Subject, contentRating: ContentRating): Promise<void> {
    await (await this.subjects.keeperOf(subject))?.setRating?.(subject, contentRating);
  }

  /** Inside a transaction. */
  async unlevel(subject: Subject, levels: RatingChange): Promise<void> {
    await (await this.subjects.keeperOf(subject))?.restoreRating?.(subject, levels);
  }
}
