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
  maturity: ContentRating | null;
  print: string | null;
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
  picture: number | null;
  at: number;
}

interface SubjectRow {
  subject_key: string;
  subject_kind: SubjectKind;
  subject_id: string;
  picture: number | null;
}

export interface DecisionEffectRow extends SubjectRow {
  cause: string;
  digest: string;
  print: string | null;
  case_id: string | null;
  before: ContentRating | null;
  decided: ContentRating | null;
}

/** Columns as both dialects hold them. */
export interface ContentTables {
  safety_content: ContentRow;
  safety_content_turn: { id: number; seq: number };
  safety_content_place: SubjectRow & { digest: string };
  safety_content_reach: DecisionEffectRow;
  safety_return: ReturnRow;
}

export const contentOf = ({
  digest,
  cause,
  kind,
  verdict,
  maturity,
  print,
  case_id,
  at,
}: ContentRow): FingerprintVerdict => ({
  ...{ digest, cause, kind, verdict, contentRating: maturity, print, caseId: case_id, at: Number(at) },
});

export const subjectRow = (subject: Subject): SubjectRow => ({
  ...{ subject_key: subjectKey(subject), subject_kind: subject.kind, subject_id: subject.id },
  picture: subject.image ?? null,
});

export const subjectOf = ({
  subject_kind: kind,
  subject_id: id,
  picture,
}: Omit<SubjectRow, 'subject_key'>): Subject => ({
  kind,
  id,
  ...(picture !== null && { image: picture }),
});

export const toDecisionEffect = ({
  cause,
  digest,
  print,
  case_id,
  before,
  decided,
  ...row
}: DecisionEffectRow): DecisionEffect => ({
  ...{ subject: subjectOf(row), cause, digest, print, caseId: case_id },
  levels: before !== null && decided !== null ? { before, decided } : null,
});
