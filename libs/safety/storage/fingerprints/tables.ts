import type { ContentRating, SubjectKind } from '@visionary/contract';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';
import type {
  ContentFingerprint,
  ContentVerdict,
  FingerprintVerdict,
  DecisionEffect,
} from '../../domain/fingerprints/content-fingerprint.js';

export interface ContentRow {
  digest: string;
  cause: string;
  kind: ContentFingerprint['kind'];
  verdict: ContentVerdict;
  content_rating: ContentRating | null;
  perceptual_hash: string | null;
  case_id: string | null;
  seq: number;
  at: number;
}

interface ReturnRow {
  id: string;
  case_id: string;
  cause: string;
  digest: string;
  subject_kind: SubjectKind | null;
  subject_id: string | null;
  image: number | null;
  at: number;
}

interface SubjectRow {
  subject_key: string;
  subject_kind: SubjectKind;
  subject_id: string;
  image: number | null;
}

export interface DecisionEffectRow extends SubjectRow {
  cause: string;
  digest: string;
  perceptual_hash: string | null;
  case_id: string | null;
  previous_rating: ContentRating | null;
  decided_rating: ContentRating | null;
}

/** Columns as both dialects hold them. */
export interface ContentTables {
  safety_fingerprint: ContentRow;
  safety_fingerprint_lock: { id: number; seq: number };
  safety_fingerprint_location: SubjectRow & { digest: string };
  safety_decision_effect: DecisionEffectRow;
  safety_reupload: ReturnRow;
}

export const contentOf = ({
  digest,
  cause,
  kind,
  verdict,
  content_rating: maturity,
  perceptual_hash: print,
  case_id,
  at,
}: ContentRow): FingerprintVerdict => ({
  ...{ digest, cause, kind, verdict, contentRating: maturity, print, caseId: case_id, at: Number(at) },
});

export const subjectRow = (subject: Subject): SubjectRow => ({
  ...{ subject_key: subjectKey(subject), subject_kind: subject.kind, subject_id: subject.id },
  image: subject.image ?? null,
});

export const subjectOf = ({ subject_kind: kind, subject_id: id, image }: Omit<SubjectRow, 'subject_key'>): Subject => ({
  kind,
  id,
  ...(image !== null && { image }),
});

export const toDecisionEffect = ({
  cause,
  digest,
  perceptual_hash: print,
  case_id,
  previous_rating: before,
  decided_rating: decided,
  ...row
}: DecisionEffectRow): DecisionEffect => ({
  ...{ subject: subjectOf(row), cause, digest, print, caseId: case_id },
  levels: before !== null && decided !== null ? { before, decided } : null,
});
