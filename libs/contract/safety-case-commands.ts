import { z } from 'zod';
import { command, EmptyReply } from './command.js';
import { CaseCounts } from './safety-cases.js';
import { ReportSubject } from './safety-subjects.js';

/** Reporting for every user; live updates of the moderation queue for moderators. */
export const SAFETY_CASE_COMMANDS = {
  'safety.report': command(
    'self',
    ReportSubject,
    EmptyReply,
    'Report content or a user to the moderators; idempotent by clientId',
    { allowedWhenMuted: true },
  ),
  'safety.subscribe': command(
    'moderator',
    z.strictObject({}),
    z.strictObject({ counts: CaseCounts }),
    'Subscribe to the moderation queue: safety.caseChanged follows until safety.unsubscribe',
  ),
  'safety.unsubscribe': command('moderator', z.strictObject({}), EmptyReply, 'Unsubscribe from the moderation queue'),
} as const;
