import type { Migration } from './migration.js';

export const lentRenderers: Migration = {
  sqlite: [
    "create table `lent_renderer` (`id` text not null primary key, `owner_id` text not null, `name` text not null, `token_hash` text not null, `state` text not null, `reason` text not null default '', `is_draining` integer not null default false, `audience` text not null, `room_ids` text not null, `models` text null, `memory_mib` integer null, `quiet_hours` text null, `created_at` bigint not null, `last_seen_at` bigint null, `device` text null, `takes` integer not null default 0, `render_ms` bigint not null default 0)",
    'create index `lent_renderer_of_owner` on `lent_renderer` (`owner_id`, `created_at`, `id`)',
    'create unique index `lent_renderer_token` on `lent_renderer` (`token_hash`)',
  ],
  mysql: [
    "create table `lent_renderer` (`id` char(36) not null, `owner_id` char(36) not null, `name` varchar(60) not null, `token_hash` char(64) not null, `state` varchar(10) not null, `reason` varchar(300) not null default '', `is_draining` tinyint(1) not null default false, `audience` varchar(10) not null, `room_ids` text not null, `models` text null, `memory_mib` int null, `quiet_hours` text null, `created_at` bigint not null, `last_seen_at` bigint null, `device` text null, `takes` int not null default 0, `render_ms` bigint not null default 0, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB",
    'alter table `lent_renderer` add index `lent_renderer_of_owner` (`owner_id`, `created_at`, `id`)',
    'alter table `lent_renderer` add unique `lent_renderer_token` (`token_hash`)',
  ],
};
