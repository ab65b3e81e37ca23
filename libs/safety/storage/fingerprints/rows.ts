import type { Row } from '@visionary/platform/database';
import { type Subject, subjectKey } from '../../domain/cases/subject.js';
import type { DecisionEffect, FingerprintVerdict } from '../../domain/fingerprints/content-fingerprint.js';

type SubjectRow = Pick<Row<'safety_fingerprint_location'>, 'subject_key' | 'subject_kind' | 'subject_id' | 'image'>;

export const contentOf = ({
  digest,
  cause,
  kind,
  verdict,
  content_rating: contentRating,
  perceptual_hash: perceptualHash,
  case_id,
  at,
}: Row<'safety_fingerprint'>): FingerprintVerdict => ({
  ...{ digest, cause, kind, verdict, contentRating, perceptualHash, caseId: case_id, at: Number(at) },
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
  perceptual_hash: perceptualHash,
  case_id,
  previous_rating: before,
  decided_rating: decided,
  ...row
}: Row<'safety_decision_effect'>): DecisionEffect => ({
  ...{ subject: subjectOf(row), cause, digest, perceptualHash, caseId: case_id },
  ratings: before !== null && decided !== null ? { before, decided } : null,
});
