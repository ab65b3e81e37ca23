import { type Maturity, type Subject, subjectKey, type SubjectKind } from '../../domain/cases/subject.js';
import type { Content, ContentVerdict, DecidedContent, Reached } from '../../domain/contents/content.js';

export interface ContentRow {
  digest: string;
  cause: string;
  kind: Content['kind'];
  verdict: ContentVerdict;
  maturity: Maturity | null;
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

export interface ReachRow extends SubjectRow {
  cause: string;
  digest: string;
  print: string | null;
  case_id: string | null;
  before: Maturity | null;
  decided: Maturity | null;
}

/** Columns as both dialects hold them. */
export interface ContentTables {
  safety_content: ContentRow;
  safety_content_turn: { id: number; seq: number };
  safety_content_place: SubjectRow & { digest: string };
  safety_content_reach: ReachRow;
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
}: ContentRow): DecidedContent => ({
  ...{ digest, cause, kind, verdict, maturity, print, caseId: case_id, at: Number(at) },
});

export const subjectRow = (subject: Subject): SubjectRow => ({
  ...{ subject_key: subjectKey(subject), subject_kind: subject.kind, subject_id: subject.id },
  picture: subject.picture ?? null,
});

export const subjectOf = ({
  subject_kind: kind,
  subject_id: id,
  picture,
}: Omit<SubjectRow, 'subject_key'>): Subject => ({
  ...{ kind, id },
  ...(picture !== null && { picture }),
});

export const reachedOf = ({ cause, digest, print, case_id, before, decided, ...row }: ReachRow): Reached => ({
  ...{ subject: subjectOf(row), cause, digest, print, caseId: case_id },
  levels: before !== null && decided !== null ? { before, decided } : null,
});
