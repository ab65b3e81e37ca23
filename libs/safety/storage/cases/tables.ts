import type { CaseNotificationKind } from '../../domain/cases/case-notifications.js';
import type { ContentRating, DecisionKind, SubjectKind } from '@visionary/contract';

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
  maturity: ContentRating | null;
  maturity_before: ContentRating | null;
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
  outcome: 'granted' | 'denied' | null;
  decided_by: string | null;
  decided_at: number | null;
  answer: string;
}

export interface CaseNotificationRow {
  id: string;
  person_id: string;
  kind: CaseNotificationKind;
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
  safety_notice: CaseNotificationRow;
  safety_aside: { subject_key: string; author_id: string | null; data: string; sha256: string | null; at: number };
  safety_audit: AuditRow;
  safety_audit_end: { id: number; seq: number; hash: string };
}

export const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value));
