import type { Migration } from './migration.js';

export const uploadsOfAuthor: Migration = {
  sqlite: ['create index `room_upload_of_author` on `room_upload` (`author_id`)'],
  mysql: ['alter table `room_upload` add index `room_upload_of_author` (`author_id`)'],
};
