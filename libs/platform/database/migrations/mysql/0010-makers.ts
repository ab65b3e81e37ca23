import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
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
];

export class Makers extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
