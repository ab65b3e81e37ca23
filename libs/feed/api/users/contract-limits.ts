import { LIMITS } from '@visionary/contract';
import type { FindLimits } from '../../domain/search/limits.js';
import type { CommunityLimits } from '../../domain/users/limits.js';

export const communityLimits: CommunityLimits = LIMITS;
export const findLimits: FindLimits = LIMITS;
