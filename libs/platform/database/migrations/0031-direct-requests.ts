import type { Migration } from './migration.js';

export const directRequests: Migration = {
  sqlite: [
    'alter table `direct_room` add column `requester_id` text null',
    'alter table `direct_room` add column `declined_at` bigint null',
    'create index `direct_room_requester` on `direct_room` (`requester_id`)',
  ],
  mysql: [
    'alter table `direct_room` add `requester_id` char(36) null, add `declined_at` bigint null',
    'alter table `direct_room` add index `direct_room_requester` (`requester_id`)',
  ],
};
