import type { CaseNoticeKind } from '../../domain/cases/case-notices.js';
import type { DecisionKind } from '../../domain/cases/case.js';
import type { Maturity, SubjectKind } from '../../domain/cases/subject.js';

export interface CaseRow {
  id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  picture: number | null;
  subject_key: string;
  open_key: string | null;
  author_id: string | null;
  title: string;
  path: string | null;
  is_open: number;
  is_appealed: number;
  priority: number;
  reports: number;
  by_checks: number;
  opened_at: number;
  changed_at: number;
  claimed_by: string | null;
  claimed_until: number | null;
}

export interface ReportRow {
  id: string;
  case_id: string;
  by_id: string | null;
  client_id: string | null;
  reason: string;
  words: string;
  detail: string | null;
  at: number;
}

export interface DecisionRow {
  id: string;
  case_id: string;
  subject_key: string;
  kind: DecisionKind;
  by_id: string | null;
  author_id: string | null;
  rule: string | null;
  words: string;
  until: number | null;
  maturity: Maturity | null;
  maturity_before: Maturity | null;
  removed: number;
  at: number;
  over_at: number | null;
}

export interface AppealRow {
  id: string;
  decision_id: string;
  case_id: string;
  by_id: string;
  words: string;
  at: number;
  outcome: 'granted' | 'refused' | null;
  decided_by: string | null;
  decided_at: number | null;
  answer: string;
}

export interface NoticeRow {
  id: string;
  person_id: string;
  kind: CaseNoticeKind;
  case_id: string;
  data: string;
  at: number;
  read_at: number | null;
}

export interface AuditRow {
  seq: number;
  at: number;
  by_id: string | null;
  action: string;
  about_kind: string | null;
  about_id: string | null;
  detail: string;
  previous: string;
  hash: string;
}

/** Columns as both dialects hold them. */
export interface CaseTables {
  safety_case: CaseRow;
  safety_report: ReportRow;
  safety_decision: DecisionRow;
  safety_appeal: AppealRow;
  safety_notice: NoticeRow;
  safety_aside: { subject_key: string; author_id: string | null; data: string; sha256: string | null; at: number };
  safety_audit: AuditRow;
  safety_audit_end: { id: number; seq: number; hash: string };
}

export const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value));
