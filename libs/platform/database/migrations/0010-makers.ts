import type { Migration } from './migration.js';

export const makers: Migration = {
  sqlite: [
    'create table `credit` (`kind` text not null, `hash` text not null, `name` text not null, `person_id` text not null, `at` bigint not null, primary key (`kind`, `hash`))',
    'create index `credit_of_name` on `credit` (`name`)',
    'create index `credit_of_person` on `credit` (`person_id`, `at`)',
    'create table `post_lora` (`post_id` text not null, `lora_id` text not null, `hash` text null, `at` bigint not null, primary key (`post_id`, `lora_id`))',
    'create index `post_lora_new` on `post_lora` (`lora_id`, `at`, `post_id`)',
    'create index `post_lora_of_hash` on `post_lora` (`hash`, `at`)',
    'drop index `post_of_hash`',
    'create index `post_of_hash` on `post` (`model_hash`, `at`)',
    // What pictures of takes were made with, as their records say.
    "insert or ignore into `post_lora` (`post_id`, `lora_id`, `hash`, `at`) select post.id, json_extract(lora.value, '$.id'), json_extract(lora.value, '$.sha256'), post.at from post join take on take.id = post.take_id join json_each(take.record, '$.job.loras') lora where take.record is not null",
    // The next start indexes them again, with their LoRAs.
    'delete from `post_words` where rowid in (select post.number from post join `post_lora` on `post_lora`.`post_id` = post.id where post.number is not null)',
    'update `post` set `number` = null where `id` in (select `post_id` from `post_lora`)',
  ],
  mysql: [
    'create table `credit` (`kind` varchar(5) not null, `hash` char(64) not null, `name` varchar(100) not null, `person_id` char(36) not null, `at` bigint not null, primary key (`kind`, `hash`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `credit` add index `credit_of_name` (`name`)',
    'alter table `credit` add index `credit_of_person` (`person_id`, `at`)',
    'create table `post_lora` (`post_id` char(36) not null, `lora_id` varchar(100) not null, `hash` char(64) null, `at` bigint not null, primary key (`post_id`, `lora_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
    'alter table `post_lora` add index `post_lora_new` (`lora_id`, `at`, `post_id`)',
    'alter table `post_lora` add index `post_lora_of_hash` (`hash`, `at`)',
    'alter table `post` drop index `post_of_hash`',
    'alter table `post` add index `post_of_hash` (`model_hash`, `at`)',
    // What pictures of takes were made with, as their records say.
    "insert ignore into `post_lora` (`post_id`, `lora_id`, `hash`, `at`) select post.id, lora.id, lora.hash, post.at from post join take on take.id = post.take_id join json_table(take.record, '$.job.loras[*]' columns (id varchar(100) path '$.id', hash char(64) path '$.sha256')) lora where take.record is not null and lora.id is not null",
  ],
};
