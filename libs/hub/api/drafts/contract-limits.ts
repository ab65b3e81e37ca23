import { LICENSE_IDS, LIMITS, SCHEDULERS } from '@visionary/contract';
import type { Config } from '@visionary/platform/config';
import type { DraftLimits } from '../../domain/drafts/draft-limits.js';
import type { ProposalLimits } from '../../domain/drafts/suggest-form.js';

const DAY_MS = 24 * 3_600_000;

/** The contract's limits, and what the operator set, as this slice's rules want them. */
export const draftLimits = ({ hubQuotaBytes }: Config): DraftLimits => ({
  draftsPerUser: LIMITS.draftsPerUser,
  filesPerDraft: LIMITS.modelFiles,
  fileBytes: LIMITS.modelFileBytes,
  pathLength: LIMITS.modelPathLength,
  quotaBytes: hubQuotaBytes,
  idleUploadMs: 14 * DAY_MS,
  idleDraftMs: 30 * DAY_MS,
  refusedDraftMs: 3 * DAY_MS,
  trialMs: 15 * 60_000,
});

export const proposalLimits: ProposalLimits = {
  name: LIMITS.hubNameLength,
  triggerWord: LIMITS.triggerWordLength,
  triggerWords: LIMITS.triggerWords,
  schedulers: SCHEDULERS,
  card: { about: LIMITS.hubAboutLength, steps: LIMITS.steps, guidance: LIMITS.guidance, licenses: LICENSE_IDS },
};
