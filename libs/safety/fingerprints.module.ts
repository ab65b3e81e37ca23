import { FingerprintReader } from './domain/fingerprints/fingerprint-reader.js';
import { FingerprintVerdicts } from './domain/fingerprints/fingerprint-verdicts.js';
import { SqlFingerprintVerdicts } from './storage/fingerprints/sql-fingerprint-verdicts.js';
import { RevertDecisionEffects } from './use-cases/fingerprints/revert-decision-effects.js';
import { HoldForReview } from './use-cases/fingerprints/hold-for-review.js';
import { MatchUpload } from './use-cases/fingerprints/match-upload.js';
import { RecordReuploads } from './use-cases/fingerprints/record-reuploads.js';
import { RecordFingerprints } from './use-cases/fingerprints/record-fingerprints.js';
import { ReuploadMatcher } from './use-cases/fingerprints/reupload-matcher.js';
import { BlobFingerprintReader } from './api/fingerprints/blob-fingerprint-reader.js';

/** What was decided, by content: whatever brings the same again meets it. */
export const contents = {
  controllers: [],
  providers: [
    { provide: FingerprintReader, useClass: BlobFingerprintReader },
    { provide: FingerprintVerdicts, useClass: SqlFingerprintVerdicts },
    ...[RecordReuploads, RevertDecisionEffects, HoldForReview, RecordFingerprints, ReuploadMatcher, MatchUpload],
  ],
  exports: [ReuploadMatcher],
};
