import type { Migration } from './migration.js';

const COLUMNS = '`id`, `case_id`, `actor_id`, `client_id`, `reason`, `comment`, `detail`, `at`';

/** A prompt of many authors exceeds the 64 kB of a text column on MySQL. */
export const promptsOfReports: Migration = {
  sqlite: [
    'create table `safety_report_copy` (`id` text not null primary key, `case_id` text not null, `actor_id` text null, `client_id` text null, `reason` text not null, `comment` text not null, `detail` longtext null, `at` bigint not null)',
    `insert into \`safety_report_copy\` select ${COLUMNS} from \`safety_report\``,
    'drop table `safety_report`',
    'alter table `safety_report_copy` rename to `safety_report`',
    'create index `safety_report_of_case` on `safety_report` (`case_id`, `at`, `id`)',
    'create unique index `safety_report_once` on `safety_report` (`actor_id`, `client_id`)',
  ],
  mysql: ['alter table `safety_report` modify `detail` longtext null'],
};
