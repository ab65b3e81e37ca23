import { columnExists, type Migration } from './migration.js';

const INTO_JOBS =
  "into `job` (`kind`, `job_key`, `run_at`, `payload`) select 'feed.notifyOfVersion', `version_id`, `at`, json_object('kind', case when `is_first` then 'modelPublished' else 'versionPublished' end, 'modelId', `model_id`, 'creatorId', `creator_id`, 'label', `label`, 'at', `at`, 'cursor', `fan_out_cursor`) from `pending_version_fan_out`";
const DROP = 'drop table `pending_version_fan_out`';

/** Turns waiting fan-outs of versions into jobs. Each step can run again after a crash. */
export const versionFanOutJobs: Migration = {
  sqlite: [`insert ${INTO_JOBS}`, DROP],
  async mysql(execute) {
    if (!(await columnExists(execute, 'pending_version_fan_out', 'version_id'))) return;
    await execute(`insert ignore ${INTO_JOBS}`);
    await execute(DROP);
  },
};
