import { TriedFiles } from './domain/tried-files.js';
import { DiskTriedFiles } from './storage/disk-tried-files.js';
import { TrialRuns } from './wire/trials/trial-runs.js';
import { TrySharedFiles } from './wire/trials/try-shared-files.js';

/** What people share is loaded once, apart from everything else, before anybody renders with it. */
export const trials = [{ provide: TriedFiles, useClass: DiskTriedFiles }, TrialRuns, TrySharedFiles];
