import type { Migration } from './migration.js';

/** The size of images that users rendered, for their quota. */
export const bytesOfTakes: Migration = {
  sqlite: [
    'alter table `take` add column `image_bytes` integer null',
    'create index `take_bytes_of_author` on `take` (`author_id`, `image_bytes`)',
  ],
  mysql: [
    'alter table `take` add `image_bytes` int null, add index `take_bytes_of_author` (`author_id`, `image_bytes`)',
  ],
};
