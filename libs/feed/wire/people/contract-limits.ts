import { LIMITS } from '@visionary/contract';
import type { FindLimits } from '../../domain/finding/limits.js';
import type { CommunityLimits } from '../../domain/people/limits.js';

export const communityLimits: CommunityLimits = LIMITS;
export const findLimits: FindLimits = LIMITS;
