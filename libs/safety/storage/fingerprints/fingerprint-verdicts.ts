import { Injectable } from '@nestjs/common';
import { Database, type Row } from '@visionary/platform/database';
import { sql } from 'kysely';
import type { SubjectKind } from '@visionary/contract';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';
import type {
  DecisionEffect,
  FingerprintVerdict,
  Reupload,
  SimilarMatch,
} from '../../domain/fingerprints/content-fingerprint.js';
import { PerceptualHashIndex } from './perceptual-hash-index.js';
import { contentOf, toDecisionEffect, subjectOf, subjectRow } from './rows.js';

interface SubjectFingerprint {
  readonly subject: Subject;
  readonly digest: string;
}

/** What was decided about content, by fingerprint. Runs inside transactions. */
@Injectable()
export class FingerprintVerdicts {
  private readonly prints = new PerceptualHashIndex();

  constructor(private readonly database: Database) {}

  /** No verdict changes until the transaction ends. SQLite runs one transaction at a time and needs no lock. */
  async lockShared(): Promise<void> {
    if (this.database.dialect === 'sqlite') return;
    // The syntax that both MySQL and MariaDB support.
    await this.lockRow.modifyEnd(sql`lock in share mode`).executeTakeFirstOrThrow();
  }

  /** Nobody else changes or reads verdicts until the transaction ends. */
  async lockExclusive(): Promise<void> {
    await this.database.forUpdate(this.lockRow).executeTakeFirstOrThrow();
  }

  async about(digests: readonly string[]): Promise<FingerprintVerdict[]> {
    if (digests.length === 0) return [];
    const rows = this.database.selectFrom('safety_fingerprint').selectAll().where('digest', 'in', digests);
    return (await rows.orderBy('seq').execute()).map(contentOf);
  }

  /**
   * Finds verdicts about similar images, the most similar first. Call it before `remember` in a transaction, never after it:
   * the in-memory index must not learn rows that may be rolled back.
   */
  async similar(print: string): Promise<SimilarMatch[]> {
    const added = this.database
      .selectFrom('safety_fingerprint')
      .select(['digest', 'perceptual_hash as print', 'seq'])
      .where('seq', '>', this.prints.seq)
      .where('perceptual_hash', 'is not', null);
    for (const row of await added.orderBy('seq').execute()) this.prints.add(row);
    const distances = this.prints.similarTo(print);
    const decided = await this.about([...distances.keys()]);
    // Removes verdicts that were deleted meanwhile from the index.
    this.prints.retain([...distances.keys()], new Set(decided.map(({ digest }) => digest)));
    const found = decided.map((one) => ({ decided: one, distance: distances.get(one.digest) ?? 0 }));
    return found.sort((one, other) => one.distance - other.distance);
  }

  /** Keeps existing verdicts of the same cause. */
  async remember(decided: readonly FingerprintVerdict[]): Promise<void> {
    if (decided.length === 0) return;
    await this.lockExclusive();
    await this.database
      .updateTable('safety_fingerprint_lock')
      .set(({ eb }) => ({ seq: eb('seq', '+', 1) }))
      .where('id', '=', 1)
      .execute();
    const { seq } = await this.lockRow.executeTakeFirstOrThrow();
    const insert = this.database
      .insertInto('safety_fingerprint')
      .values(decided.map((one) => ({ ...rowOf(one), seq: Number(seq) })));
    await this.database.ignoreExisting(insert).execute();
  }

  /** Deletes verdicts by cause, of these digests or of all. */
  async forget(causes: readonly string[], digests?: readonly string[]): Promise<void> {
    if (causes.length === 0 || digests?.length === 0) return;
    await this.lockExclusive();
    const deletion = this.database.deleteFrom('safety_fingerprint').where('cause', 'in', causes);
    await (digests ? deletion.where('digest', 'in', digests) : deletion).execute();
  }

  async forgetHeld(digests: readonly string[]): Promise<void> {
    if (digests.length === 0) return;
    await this.lockExclusive();
    const deletion = this.database.deleteFrom('safety_fingerprint').where('verdict', '=', 'held');
    await deletion.where('digest', 'in', digests).execute();
  }

  /** Records which content a subject has, so that a later decision about the same content finds it. */
  async addSubject(subject: Subject, digest: string): Promise<void> {
    await this.database
      .insertInto('safety_fingerprint_location')
      .values({ ...subjectRow(subject), digest })
      .execute();
  }

  async subjectsWith(digests: readonly string[]): Promise<SubjectFingerprint[]> {
    if (digests.length === 0) return [];
    const rows = this.database.selectFrom('safety_fingerprint_location').selectAll().where('digest', 'in', digests);
    return (await rows.execute()).map(({ digest, ...row }) => ({ subject: subjectOf(row), digest }));
  }

  /** Keeps an existing effect of the same cause. `before` is the rating before the first of several effects. */
  async addEffect({ subject, cause, digest, print, caseId, levels }: DecisionEffect): Promise<void> {
    const { before = null, decided = null } = levels ?? {};
    const others = this.database
      .selectFrom('safety_decision_effect')
      .select('previous_rating')
      .where('previous_rating', 'is not', null);
    const first = levels && (await others.where('subject_key', '=', subjectKey(subject)).executeTakeFirst());
    const row = { ...subjectRow(subject), cause, digest, perceptual_hash: print, case_id: caseId };
    const insert = this.database
      .insertInto('safety_decision_effect')
      .values({ ...row, previous_rating: first?.previous_rating ?? before, decided_rating: decided });
    await this.database.ignoreExisting(insert).execute();
  }

  /** Deletes and returns the effects of these causes. */
  async removeEffects(causes: readonly string[]): Promise<DecisionEffect[]> {
    if (causes.length === 0) return [];
    const rows = await this.database
      .selectFrom('safety_decision_effect')
      .selectAll()
      .where('cause', 'in', causes)
      .execute();
    await this.database.deleteFrom('safety_decision_effect').where('cause', 'in', causes).execute();
    return rows.map(toDecisionEffect);
  }

  async removeEffectsOn(key: string): Promise<void> {
    await this.database.deleteFrom('safety_decision_effect').where('subject_key', '=', key).execute();
  }

  async addReupload({ id, caseId, cause, digest, subject, at }: Reupload): Promise<void> {
    const about = {
      subject_kind: subject?.kind ?? null,
      subject_id: subject?.id ?? null,
      image: subject?.image ?? null,
    };
    await this.database
      .insertInto('safety_reupload')
      .values({ id, case_id: caseId, cause, digest, ...about, at })
      .execute();
  }

  async countReuploads(caseId: string): Promise<number> {
    const query = this.database.selectFrom('safety_reupload').select(({ fn }) => fn.countAll<number>().as('count'));
    return Number((await query.where('case_id', '=', caseId).executeTakeFirstOrThrow()).count);
  }

  /** Reads the re-uploads that were stored but hidden because of these causes. */
  async hiddenReuploads(causes: readonly string[]): Promise<SubjectFingerprint[]> {
    if (causes.length === 0) return [];
    const rows = this.database.selectFrom('safety_reupload').selectAll().where('cause', 'in', causes);
    return (await rows.where('subject_id', 'is not', null).execute()).map((row) => ({
      subject: {
        kind: row.subject_kind as SubjectKind,
        id: row.subject_id ?? '',
        ...(row.image !== null && { image: row.image }),
      },
      digest: row.digest,
    }));
  }

  private get lockRow() {
    return this.database.selectFrom('safety_fingerprint_lock').select('seq').where('id', '=', 1);
  }
}

const rowOf = ({
  digest,
  cause,
  kind,
  verdict,
  contentRating,
  print,
  caseId,
  at,
}: FingerprintVerdict): Omit<Row<'safety_fingerprint'>, 'seq'> => ({
  digest,
  cause,
  kind,
  verdict,
  content_rating: contentRating,
  perceptual_hash: print,
  case_id: caseId,
  at,
});
