import type { Migration } from './migration.js';

const COLUMNS = '`model`, `fingerprint`, `failures`, `reason`, `last_at`, `quarantined_at`, `timeouts`';

/** Everything before was rendered on the CPU. SQLite can't change a key, so the small table is written again. */
export const providers: Migration = {
  sqlite: [
    'alter table `model_failure` rename to `old_model_failure`',
    "create table `model_failure` (`model` text not null, `provider` text not null default 'cpu', `fingerprint` text not null, `failures` integer not null, `timeouts` integer not null default 0, `reason` text not null, `last_at` bigint not null, `quarantined_at` bigint null, primary key (`model`, `provider`))",
    `insert into \`model_failure\` (${COLUMNS}) select ${COLUMNS} from \`old_model_failure\``,
    'drop table `old_model_failure`',
    'alter table `take` add column `provider` text null',
    'alter table `take` add column `device` text null',
  ],
  mysql: [
    "alter table `model_failure` add `provider` varchar(20) not null default 'cpu', drop primary key, add primary key (`model`, `provider`)",
    'alter table `take` add `provider` varchar(20) null, add `device` varchar(200) null',
  ],
};
