import { Injectable } from '@nestjs/common';
import { Database } from '@visionary/platform/database';
import { sql } from 'kysely';
import { type Subject, subjectKey, type SubjectKind } from '../../domain/cases/subject.js';
import type {
  FingerprintVerdict,
  SimilarMatch,
  DecisionEffect,
} from '../../domain/fingerprints/content-fingerprint.js';
import { FingerprintVerdicts, type Reupload } from '../../domain/fingerprints/fingerprint-verdicts.js';
import { PerceptualHashIndex } from './perceptual-hash-index.js';
import { type ContentRow, type ContentTables, contentOf, toDecisionEffect, subjectOf, subjectRow } from './tables.js';

@Injectable()
export class SqlFingerprintVerdicts extends FingerprintVerdicts {
  private readonly prints = new PerceptualHashIndex();

  constructor(private readonly database: Database) {
    super();
  }

  /** SQLite runs one transaction at a time. */
  async lockShared(): Promise<void> {
    if (!this.isMysql) return;
    // MySQL and MariaDB both know these words.
    await this.turn.modifyEnd(sql`lock in share mode`).executeTakeFirstOrThrow();
  }

  async lockExclusive(): Promise<void> {
    if (this.isMysql) await this.turn.forUpdate().executeTakeFirstOrThrow();
  }

  async about(digests: readonly string[]): Promise<FingerprintVerdict[]> {
    if (digests.length === 0) return [];
    const rows = this.query.selectFrom('safety_fingerprint').selectAll().where('digest', 'in', digests);
    return (await rows.orderBy('seq').execute()).map(contentOf);
  }

  async alike(print: string): Promise<SimilarMatch[]> {
    const news = this.query
      .selectFrom('safety_fingerprint')
      .select(['digest', 'perceptual_hash', 'seq'])
      .where('seq', '>', this.prints.seq)
      .where('perceptual_hash', 'is not', null);
    for (const { digest, perceptual_hash, seq } of await news.orderBy('seq').execute()) {
      this.prints.add({ digest, print: perceptual_hash, seq });
    }
    const near = this.prints.near(print);
    const decided = await this.about([...near.keys()]);
    // What holds no more is remembered no more.
    this.prints.keepOnly([...near.keys()], new Set(decided.map(({ digest }) => digest)));
    const found = decided.map((one) => ({ decided: one, distance: near.get(one.digest) ?? 0 }));
    return found.sort((one, other) => one.distance - other.distance);
  }

  async remember(decided: readonly FingerprintVerdict[]): Promise<void> {
    if (decided.length === 0) return;
    await this.lockExclusive();
    await this.query
      .updateTable('safety_fingerprint_lock')
      .set(({ eb }) => ({ seq: eb('seq', '+', 1) }))
      .where('id', '=', 1)
      .execute();
    const { seq } = await this.turn.executeTakeFirstOrThrow();
    const adding = this.query
      .insertInto('safety_fingerprint')
      .values(decided.map((one) => ({ ...rowOf(one), seq: Number(seq) })));
    await (this.isMysql ? adding.ignore() : adding.onConflict((conflict) => conflict.doNothing())).execute();
  }

  async forget(causes: readonly string[], digests?: readonly string[]): Promise<void> {
    if (causes.length === 0 || digests?.length === 0) return;
    await this.lockExclusive();
    const forgotten = this.query.deleteFrom('safety_fingerprint').where('cause', 'in', causes);
    await (digests ? forgotten.where('digest', 'in', digests) : forgotten).execute();
  }

  async forgetHeld(digests: readonly string[]): Promise<void> {
    if (digests.length === 0) return;
    await this.lockExclusive();
    const held = this.query.deleteFrom('safety_fingerprint').where('verdict', '=', 'held');
    await held.where('digest', 'in', digests).execute();
  }

  async stands(subject: Subject, digest: string): Promise<void> {
    await this.query
      .insertInto('safety_fingerprint_location')
      .values({ ...subjectRow(subject), digest })
      .execute();
  }

  async placesOf(digests: readonly string[]): Promise<{ subject: Subject; digest: string }[]> {
    if (digests.length === 0) return [];
    const rows = this.query.selectFrom('safety_fingerprint_location').selectAll().where('digest', 'in', digests);
    return (await rows.execute()).map(({ digest, ...row }) => ({ subject: subjectOf(row), digest }));
  }

  async reaches({ subject, cause, digest, print, caseId, levels }: DecisionEffect): Promise<void> {
    const { before = null, decided = null } = levels ?? {};
    const others = this.query
      .selectFrom('safety_decision_effect')
      .select('previous_rating')
      .where('previous_rating', 'is not', null);
    const first = levels && (await others.where('subject_key', '=', subjectKey(subject)).executeTakeFirst());
    const row = { ...subjectRow(subject), cause, digest, perceptual_hash: print, case_id: caseId };
    const adding = this.query
      .insertInto('safety_decision_effect')
      .values({ ...row, previous_rating: first?.previous_rating ?? before, decided_rating: decided });
    await (this.isMysql ? adding.ignore() : adding.onConflict((conflict) => conflict.doNothing())).execute();
  }

  async addEffect(causes: readonly string[]): Promise<DecisionEffect[]> {
    if (causes.length === 0) return [];
    const rows = await this.query
      .selectFrom('safety_decision_effect')
      .selectAll()
      .where('cause', 'in', causes)
      .execute();
    await this.query.deleteFrom('safety_decision_effect').where('cause', 'in', causes).execute();
    return rows.map(toDecisionEffect);
  }

  async removeEffect(key: string): Promise<void> {
    await this.query.deleteFrom('safety_decision_effect').where('subject_key', '=', key).execute();
  }

  async addReupload({ id, caseId, cause, digest, subject, at }: Reupload): Promise<void> {
    const about = {
      ...{ subject_kind: subject?.kind ?? null, subject_id: subject?.id ?? null, image: subject?.image ?? null },
    };
    await this.query
      .insertInto('safety_reupload')
      .values({ id, case_id: caseId, cause, digest, ...about, at })
      .execute();
  }

  async timesBack(caseId: string): Promise<number> {
    const counted = this.query.selectFrom('safety_reupload').select(({ fn }) => fn.countAll<number>().as('count'));
    return Number((await counted.where('case_id', '=', caseId).executeTakeFirstOrThrow()).count);
  }

  async coveredBy(causes: readonly string[]): Promise<{ subject: Subject; digest: string }[]> {
    if (causes.length === 0) return [];
    const rows = this.query.selectFrom('safety_reupload').selectAll().where('cause', 'in', causes);
    return (await rows.where('subject_id', 'is not', null).execute()).map((row) => ({
      subject: {
        ...{ kind: row.subject_kind as SubjectKind, id: row.subject_id ?? '' },
        ...(row.image !== null && { image: row.image }),
      },
      digest: row.digest,
    }));
  }

  private get turn() {
    return this.query.selectFrom('safety_fingerprint_lock').select('seq').where('id', '=', 1);
  }

  private get isMysql(): boolean {
    return this.database.dialect === 'mysql';
  }

  private get query() {
    return this.database.query<ContentTables>();
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
}: FingerprintVerdict): Omit<ContentRow, 'seq'> => ({
  ...{ digest, cause, kind, verdict, content_rating: contentRating, perceptual_hash: print, case_id: caseId, at },
});
