import { TrialRecords } from './domain/trial-records.js';
import { DiskTrialRecords } from './storage/disk-trial-records.js';
import { TrialRuns } from './api/trials/trial-runs.js';
import { TrialRunner } from './api/trials/trial-runner.js';

/** What users share is loaded once, apart from everything else, before anybody renders with it. */
export const trials = [{ provide: TrialRecords, useClass: DiskTrialRecords }, TrialRuns, TrialRunner];
