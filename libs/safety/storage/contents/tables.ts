import type { Maturity, SubjectKind } from '../../domain/cases/subject.js';
import type { Content, ContentVerdict, DecidedContent } from '../../domain/contents/content.js';

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

/** Columns as both dialects hold them. */
export interface ContentTables {
  safety_content: ContentRow;
  safety_content_turn: { id: number; seq: number };
  safety_content_place: { subject_key: string; subject_kind: SubjectKind; subject_id: string; digest: string };
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
