/** What drafts hold at most; the contract and the operator's settings bind it. Times in ms. */
export abstract class DraftLimits {
  abstract readonly draftsPerUser: number;
  abstract readonly filesPerDraft: number;
  abstract readonly fileBytes: number;
  abstract readonly pathLength: number;
  /** Of one user: versions and drafts together. */
  abstract readonly quotaBytes: number;
  /** An upload that nobody goes on with. */
  abstract readonly idleUploadMs: number;
  /** A draft that nobody changes. */
  abstract readonly idleDraftMs: number;
  /** A draft into which nothing came that was not refused. */
  abstract readonly refusedDraftMs: number;
  /** One trial. */
  abstract readonly trialMs: number;
}
