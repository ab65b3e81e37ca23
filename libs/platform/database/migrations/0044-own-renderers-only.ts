import type { Migration } from './migration.js';

const PRIVATE_ROOMS = "update room set own_renderers_only = 1 where visibility = 'private'";

export const ownRenderersOnly: Migration = {
  sqlite: [
    'alter table `room` add column `own_renderers_only` integer not null default false',
    PRIVATE_ROOMS,
    'alter table `take` add column `lent_by` text null',
    'alter table `take` add column `lender_id` text null',
    'create index `take_of_lender` on `take` (`lender_id`)',
  ],
  mysql: [
    'alter table `room` add `own_renderers_only` tinyint(1) not null default false',
    PRIVATE_ROOMS,
    'alter table `take` add `lent_by` text null, add `lender_id` char(36) null',
    'alter table `take` add index `take_of_lender` (`lender_id`)',
  ],
};
