import type { Migration } from './migration.js';

/** Where the log has that a member joined. Members from before have no line. */
export const joins: Migration = {
  sqlite: [
    'alter table `room_member` add column `joined_seq` integer null',
    'create index `room_member_joined` on `room_member` (`room_id`, `joined_seq`)',
  ],
  mysql: [
    'alter table `room_member` add `joined_seq` int null',
    'alter table `room_member` add index `room_member_joined` (`room_id`, `joined_seq`)',
  ],
};
