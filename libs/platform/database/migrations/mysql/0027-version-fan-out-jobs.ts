import { Migration } from '@mikro-orm/migrations';

/** Turns waiting fan-outs of versions into jobs. Each step can run again after a crash. */
export class VersionFanOutJobs extends Migration {
  override async up(): Promise<void> {
    const tables: unknown[] = await this.execute(
      "select table_name from information_schema.tables where table_schema = database() and table_name = 'pending_version_fan_out'",
    );
    if (tables.length === 0) return;
    await this.execute(
      "insert ignore into `job` (`kind`, `job_key`, `run_at`, `payload`) select 'feed.notifyOfVersion', `version_id`, `at`, json_object('kind', case when `is_first` then 'modelPublished' else 'versionPublished' end, 'modelId', `model_id`, 'creatorId', `creator_id`, 'label', `label`, 'at', `at`, 'cursor', `fan_out_cursor`) from `pending_version_fan_out`",
    );
    await this.execute('drop table `pending_version_fan_out`');
  }
}
