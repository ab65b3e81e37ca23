import { LIMITS } from '@visionary/contract';
import type { HubLimits } from '../../domain/versions/limits.js';

export const hubLimits: HubLimits = LIMITS;
