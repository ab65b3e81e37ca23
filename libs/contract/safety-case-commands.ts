import { z } from 'zod';
import { command, EmptyReply } from './command.js';
import { CaseCounts } from './safety-cases.js';
import { ReportSubject } from './safety-subjects.js';

/** Reporting, for everybody; the queue, live, for those who moderate. */
export const SAFETY_CASE_COMMANDS = {
  'safety.report': command(
    'self',
    ReportSubject,
    EmptyReply,
    'Tell those who look after the instance of something; idempotent by clientId',
    { allowedWhenMuted: true },
  ),
  'safety.subscribe': command(
    'moderator',
    z.strictObject({}),
    z.strictObject({ counts: CaseCounts }),
    'The queue: safety.case follows until safety.leave',
  ),
  'safety.unsubscribe': command('moderator', z.strictObject({}), EmptyReply, 'No more safety.case'),
} as const;
