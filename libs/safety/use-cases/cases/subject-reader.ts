import { Injectable } from '@nestjs/common';
import type { ContentRating } from '@visionary/contract';
import {
  type ModerationHandler,
  ModerationRegistry,
  type RatingChange,
} from '../../domain/cases/moderation-registry.js';
import { type ContextLine, type Subject, type SubjectDetails, subjectKey } from '../../domain/cases/subject.js';
import type { ContentFingerprint } from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintReader } from '../../storage/fingerprints/fingerprint-reader.js';

/** Reads, hides and restores subjects, including those that are hidden. Methods that change a subject run inside a transaction. */
@Injectable()
export class SubjectReader {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly fingerprints: FingerprintReader,
  ) {}

  /** By `subjectKey`, with hidden ones. Deleted subjects are missing. */
  describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    return this.registry.describe(subjects);
  }

  async one(subject: Subject): Promise<SubjectDetails | undefined> {
    return (await this.describe([subject])).get(subjectKey(subject));
  }

  handlerOf(subject: Subject): Promise<ModerationHandler | null> {
    return this.registry.handlerOf(subject);
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
    const handler = await this.handlerWhere(subject, 'visible');
    if (!handler?.hide) return false;
    await handler.hide(subject, byId, at);
    return true;
  }

  /** @returns whether the subject was hidden */
  async restore(subject: Subject): Promise<boolean> {
    const handler = await this.handlerWhere(subject, 'hidden');
    if (!handler?.restore) return false;
    await handler.restore(subject);
    return true;
  }

  /** Shows a subject that was held for review. @returns whether it was held */
  async release(subject: Subject): Promise<boolean> {
    return (await (await this.registry.handlerOf(subject))?.discard?.(subject)) ?? false;
  }

  async setRating(subject: Subject, contentRating: ContentRating): Promise<void> {
    await (await this.handlerWhere(subject, 'visible'))?.setRating?.(subject, contentRating);
  }

  async restoreRating(subject: Subject, change: RatingChange): Promise<void> {
    await (await this.handlerWhere(subject, 'visible'))?.restoreRating?.(subject, change);
  }

  private async handlerWhere(subject: Subject, state: 'visible' | 'hidden'): Promise<ModerationHandler | null> {
    const facts = await this.one(subject);
    const isHidden = facts?.isHidden === true;
    return facts && isHidden === (state === 'hidden') ? this.handlerOf(subject) : null;
  }
}
