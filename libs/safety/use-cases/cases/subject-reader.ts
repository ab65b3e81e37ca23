import { Injectable } from '@nestjs/common';
import type { ContentRating } from '@visionary/contract';
import {
  type ModerationHandler,
  ModerationRegistry,
  type RatingChange,
} from '../../domain/cases/moderation-registry.js';
import { type ContextLine, type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { HiddenSubjects } from '../../storage/cases/hidden-subjects.js';
import { FingerprintReader } from '../../storage/fingerprints/fingerprint-reader.js';

/** Reads, hides and restores subjects, including those that are hidden. Methods that change a subject run inside a transaction. */
@Injectable()
export class SubjectReader {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly hiddenSubjects: HiddenSubjects,
    private readonly fingerprints: FingerprintReader,
  ) {}

  /** By `subjectKey`. Deleted subjects are missing. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const visible = await this.registry.describe(subjects);
    const hidden = await this.hiddenSubjects.read(subjects);
    return new Map([
      ...[...hidden].map(([key, { facts }]) => [key, { ...facts, isHidden: true }] as const),
      ...[...visible].map(([key, facts]) => [key, { ...facts, isHidden: hidden.has(key) }] as const),
    ]);
  }

  async one(subject: Subject): Promise<SubjectDetails | undefined> {
    return (await this.describe([subject])).get(subjectKey(subject));
  }

  async handlerOf(subject: Subject): Promise<ModerationHandler | null> {
    const hidden = (await this.hiddenSubjects.read([subject])).get(subjectKey(subject));
    return hidden ? this.registry.byName(subject.kind, hidden.handler) : this.registry.handlerOf(subject);
  }

  async context(subject: Subject, lines: number): Promise<readonly ContextLine[]> {
    return (await (await this.handlerOf(subject))?.context?.(subject, lines)) ?? [];
  }

  /** Reads the fingerprints that a decision about the subject applies to. Reads files, so never call it inside a transaction. */
  async fingerprintsOf(subject: Subject): Promise<readonly ContentFingerprint[]> {
    const facts = await this.one(subject);
    const image = facts?.image ? await this.fingerprints.ofKept(facts.image.sha256) : null;
    const others = (await (await this.handlerOf(subject))?.contents?.(subject)) ?? [];
    return image ? [image, ...others] : others;
  }

  /** @returns false when the subject is hidden already or can't be hidden */
  async hide(subject: Subject, byId: string | null, at: number): Promise<boolean> {
    if ((await this.hiddenSubjects.read([subject])).size > 0) return false;
    const handler = await this.registry.handlerOf(subject);
    const facts = (await handler?.describe([subject]))?.get(subjectKey(subject));
    if (!handler?.hide || !facts) return false;
    const snapshot = await handler.hide(subject, byId, at);
    await this.hiddenSubjects.add({ subject, facts, handler: handler.name, snapshot });
    return true;
  }

  /** @returns whether the subject was hidden */
  async restore(subject: Subject, at: number): Promise<boolean> {
    const hidden = await this.hiddenSubjects.remove(subject);
    const handler = hidden && this.registry.byName(subject.kind, hidden.handler);
    if (!handler?.restore) return false;
    await handler.restore(subject, hidden?.snapshot ?? {}, at);
    return true;
  }

  /** Shows a subject that was held for review. @returns whether it was held */
  async release(subject: Subject): Promise<boolean> {
    return (await (await this.registry.handlerOf(subject))?.discard?.(subject)) ?? false;
  }

  async setRating(subject: Subject, contentRating: ContentRating): Promise<void> {
    await (await this.registry.handlerOf(subject))?.setRating?.(subject, contentRating);
  }

  async restoreRating(subject: Subject, change: RatingChange): Promise<void> {
    await (await this.registry.handlerOf(subject))?.restoreRating?.(subject, change);
  }
}
