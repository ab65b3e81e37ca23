import { z } from 'zod';
import { command, Done } from './command.js';
import { CaseCounts } from './safety-cases.js';
import { ReportSubject } from './safety-subjects.js';

/** Reporting, for everybody; the queue, live, for those who moderate. */
export const SAFETY_CASE_COMMANDS = {
  'safety.report': command(
    'self',
    ReportSubject,
    Done,
    'Tell those who look after the instance of something; idempotent by clientId',
    { staysOpen: true },
  ),
  'safety.watch': command(
    'moderator',
    z.strictObject({}),
    z.strictObject({ counts: CaseCounts }),
    'The queue: safety.case follows until safety.leave',
  ),
  'safety.leave': command('moderator', z.strictObject({}), Done, 'No more safety.case'),
} as const;
