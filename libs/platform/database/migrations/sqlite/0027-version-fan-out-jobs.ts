import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  "insert into `job` (`kind`, `job_key`, `run_at`, `payload`) select 'feed.notifyOfVersion', `version_id`, `at`, json_object('kind', case when `is_first` then 'modelPublished' else 'versionPublished' end, 'modelId', `model_id`, 'creatorId', `creator_id`, 'label', `label`, 'at', `at`, 'cursor', `fan_out_cursor`) from `pending_version_fan_out`",
  'drop table `pending_version_fan_out`',
];

/** Turns waiting fan-outs of versions into jobs. */
export class VersionFanOutJobs extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
