import type { ContentRating, DecisionKind, SubjectKind } from '@visionary/contract';

export interface CaseRow {
  id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  image: number | null;
  subject_key: string;
  open_key: string | null;
  author_id: string | null;
  title: string;
  path: string | null;
  is_open: number;
  is_appealed: number;
  priority: number;
  reports: number;
  is_auto_flagged: number;
  opened_at: number;
  changed_at: number;
  claimed_by: string | null;
  claimed_until: number | null;
}

export interface ReportRow {
  id: string;
  case_id: string;
  actor_id: string | null;
  client_id: string | null;
  reason: string;
  comment: string;
  detail: string | null;
  at: number;
}

export interface DecisionRow {
  id: string;
  case_id: string;
  subject_key: string;
  kind: DecisionKind;
  actor_id: string | null;
  author_id: string | null;
  rule: string | null;
  message: string;
  until: number | null;
  content_rating: ContentRating | null;
  previous_rating: ContentRating | null;
  hides_subject: number;
  at: number;
  revoked_at: number | null;
}

export interface AppealRow {
  id: string;
  decision_id: string;
  case_id: string;
  actor_id: string;
  text: string;
  at: number;
  outcome: 'granted' | 'denied' | null;
  decided_by: string | null;
  decided_at: number | null;
  answer: string;
}

export interface AuditRow {
  seq: number;
  at: number;
  actor_id: string | null;
  action: string;
  target_kind: string | null;
  target_id: string | null;
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
  safety_hidden_subject: {
    subject_key: string;
    author_id: string | null;
    data: string;
    sha256: string | null;
    at: number;
  };
  safety_audit_entry: AuditRow;
  safety_audit_head: { id: number; seq: number; hash: string };
}

export const numberOrNull = (value: number | null): number | null => (value === null ? null : Number(value));
