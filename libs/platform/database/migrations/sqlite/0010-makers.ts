import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
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
  // They are indexed anew at the next start, with their LoRAs.
  'delete from `post_words` where rowid in (select post.number from post join `post_lora` on `post_lora`.`post_id` = post.id where post.number is not null)',
  'update `post` set `number` = null where `id` in (select `post_id` from `post_lora`)',
];

export class Makers extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
