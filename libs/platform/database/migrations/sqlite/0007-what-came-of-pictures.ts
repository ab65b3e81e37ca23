import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `picture_preview` (`sha256` text not null, `side` integer not null, `preview` text not null, primary key (`sha256`, `side`))',
  'create index `picture_preview_kept` on `picture_preview` (`preview`)',
  'create table `post_view` (`day` integer not null, `post_id` text not null, `person_id` text not null, primary key (`day`, `post_id`, `person_id`))',
  'create index `post_of_content` on `post` (`sha256`)',
  'alter table `take` add column `origin_id` text null',
  'create index `take_from` on `take` (`origin_id`)',
];

export class WhatCameOfPictures extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
