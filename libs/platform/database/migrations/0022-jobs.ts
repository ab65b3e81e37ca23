import type { Migration } from './migration.js';

export const jobs: Migration = {
  sqlite: [
    'create table `job` (`kind` text not null, `job_key` text not null, `payload` text null, `run_at` bigint not null, `attempts` integer not null default 0, `requests` integer not null default 0, `lease_holder` text null, `lease_until` bigint null, `error` text null, primary key (`kind`, `job_key`))',
    'create index `job_due` on `job` (`run_at`)',
    "insert into `job` (`kind`, `job_key`, `run_at`) select 'hub.inspectFile', `id`, `last_received_at` from `hub_draft_file` where `state` in ('waiting', 'checking')",
    "insert into `job` (`kind`, `job_key`, `run_at`) select 'hub.checkDraft', `id`, `changed_at` from `hub_draft` where `state` = 'checking'",
    'alter table `hub_draft` drop column `check_lease_owner`',
    'alter table `hub_draft` drop column `check_lease_until`',
    'alter table `hub_draft` drop column `check_attempts`',
    'alter table `hub_draft_file` drop column `inspection_attempts`',
  ],
  mysql: [
    'create table `job` (`kind` varchar(40) not null, `job_key` varchar(100) not null, `payload` text null, `run_at` bigint not null, `attempts` int not null default 0, `requests` int not null default 0, `lease_holder` char(36) null, `lease_until` bigint null, `error` text null, primary key (`kind`, `job_key`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `job` add index `job_due` (`run_at`)',
    "insert into `job` (`kind`, `job_key`, `run_at`) select 'hub.inspectFile', `id`, `last_received_at` from `hub_draft_file` where `state` in ('waiting', 'checking')",
    "insert into `job` (`kind`, `job_key`, `run_at`) select 'hub.checkDraft', `id`, `changed_at` from `hub_draft` where `state` = 'checking'",
    'alter table `hub_draft` drop column `check_lease_owner`, drop column `check_lease_until`, drop column `check_attempts`',
    'alter table `hub_draft_file` drop column `inspection_attempts`',
  ],
};
