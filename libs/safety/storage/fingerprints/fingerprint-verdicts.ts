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
  private readonly hashIndex = new PerceptualHashIndex();

  constructor(private readonly database: Database) {}

  /** No verdict changes until the transaction ends. SQLite runs one transaction at a time and needs no lock. */
  async lockShared(): Promise<void> {
    if (this.database.dialect === 'sqlite') return;
    // The syntax that both MySQL and MariaDB support.
    await this.lockRow.modifyEnd(sql`lock in share mode`).executeTakeFirstOrThrow();
  }

  /** No other transaction changes or reads verdicts until the transaction ends. */
  async lockExclusive(): Promise<void> {
    await this.database.forUpdate(this.lockRow).executeTakeFirstOrThrow();
  }

  async about(digests: readonly string[]): Promise<FingerprintVerdict[]> {
    if (digests.length === 0) return [];
    const rows = this.database.selectFrom('safety_fingerprint').selectAll().where('digest', 'in', digests);
    return (await rows.orderBy('seq').execute()).map(contentOf);
  }

  /**
   * Finds verdicts about similar images, the most similar first. Call it before `add` in a transaction, never after it:
   * the in-memory index must not learn rows that may be rolled back.
   */
  async findSimilar(perceptualHash: string): Promise<SimilarMatch[]> {
    const newRows = this.database
      .selectFrom('safety_fingerprint')
      .select(['digest', 'perceptual_hash as perceptualHash', 'seq'])
      .where('seq', '>', this.hashIndex.seq)
      .where('perceptual_hash', 'is not', null);
    for (const row of await newRows.orderBy('seq').execute()) this.hashIndex.add(row);
    const distances = this.hashIndex.findSimilar(perceptualHash);
    const verdicts = await this.about([...distances.keys()]);
    // Removes verdicts that were deleted meanwhile from the index.
    this.hashIndex.retain([...distances.keys()], new Set(verdicts.map(({ digest }) => digest)));
    const matches = verdicts.map((verdict) => ({ decided: verdict, distance: distances.get(verdict.digest) ?? 0 }));
    return matches.sort((a, b) => a.distance - b.distance);
  }

  /** Keeps existing verdicts of the same cause. */
  async add(verdicts: readonly FingerprintVerdict[]): Promise<void> {
    if (verdicts.length === 0) return;
    await this.lockExclusive();
    await this.database
      .updateTable('safety_fingerprint_lock')
      .set(({ eb }) => ({ seq: eb('seq', '+', 1) }))
      .where('id', '=', 1)
      .execute();
    const { seq } = await this.lockRow.executeTakeFirstOrThrow();
    const insert = this.database
      .insertInto('safety_fingerprint')
      .values(verdicts.map((verdict) => ({ ...rowOf(verdict), seq: Number(seq) })));
    await this.database.ignoreExisting(insert).execute();
  }

  /** Deletes verdicts by cause, of these digests or of all. */
  async remove(causes: readonly string[], digests?: readonly string[]): Promise<void> {
    if (causes.length === 0 || digests?.length === 0) return;
    await this.lockExclusive();
    const deletion = this.database.deleteFrom('safety_fingerprint').where('cause', 'in', causes);
    await (digests ? deletion.where('digest', 'in', digests) : deletion).execute();
  }

  async removeHeld(digests: readonly string[]): Promise<void> {
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
  async addEffect({ subject, cause, digest, perceptualHash, caseId, ratings }: DecisionEffect): Promise<void> {
    const { before = null, decided = null } = ratings ?? {};
    const others = this.database
      .selectFrom('safety_decision_effect')
      .select('previous_rating')
      .where('previous_rating', 'is not', null);
    const first = ratings && (await others.where('subject_key', '=', subjectKey(subject)).executeTakeFirst());
    const row = { ...subjectRow(subject), cause, digest, perceptual_hash: perceptualHash, case_id: caseId };
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
  perceptualHash,
  caseId,
  at,
}: FingerprintVerdict): Omit<Row<'safety_fingerprint'>, 'seq'> => ({
  digest,
  cause,
  kind,
  verdict,
  content_rating: contentRating,
  perceptual_hash: perceptualHash,
  case_id: caseId,
  at,
});
