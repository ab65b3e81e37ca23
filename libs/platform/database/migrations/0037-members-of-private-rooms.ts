import type { Migration } from './migration.js';

/**
 * Whether a member joined while the room was private. Nobody knows it of earlier members, who know each other after a day
 * together as in a public room.
 */
export const membersOfPrivateRooms: Migration = {
  sqlite: ['alter table `room_member` add column `joined_privately` integer not null default false'],
  mysql: ['alter table `room_member` add `joined_privately` tinyint(1) not null default false'],
};
