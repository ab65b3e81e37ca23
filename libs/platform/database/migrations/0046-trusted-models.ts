import type { Migration } from './migration.js';

export const trustedModels: Migration = {
  sqlite: [
    'create table `trusted_model` (`kind` text not null, `model` text not null, `hash` text not null, `trusted_by` text not null, `trusted_at` bigint not null, primary key (`kind`, `model`))',
  ],
  mysql: [
    'create table `trusted_model` (`kind` varchar(20) not null, `model` varchar(100) not null, `hash` char(64) not null, `trusted_by` char(36) not null, `trusted_at` bigint not null, primary key (`kind`, `model`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  ],
};
