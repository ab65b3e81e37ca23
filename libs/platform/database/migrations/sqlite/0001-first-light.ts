import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `account` (`id` text not null primary key, `name` text not null, `folded_name` text not null, `looks_name` text not null, `password_hash` text not null, `language` text not null, `theme` text not null, `created_at` bigint not null)',
  'create unique index `account_folded_name_unique` on `account` (`folded_name`)',
  'create unique index `account_looks_name_unique` on `account` (`looks_name`)',
  'create table `invitation` (`token_hash` text not null primary key, `room_id` text not null, `by_id` text not null, `created_at` bigint not null)',
  'create table `jam_snapshot` (`room_id` text not null primary key, `state` mediumblob not null, `writers` text not null, `at` bigint not null)',
  'create table `jam_update` (`id` text not null primary key, `room_id` text not null, `state` mediumblob not null, `writers` text not null, `at` bigint not null)',
  'create index `jam_update_room` on `jam_update` (`room_id`)',
  'create table `member` (`room_id` text not null, `person_id` text not null, `role` text not null, primary key (`room_id`, `person_id`))',
  'create index `member_person` on `member` (`person_id`)',
  'create table `message` (`id` text not null primary key, `room_id` text not null, `seq` integer not null, `author_id` text not null, `client_id` text not null, `text` text not null, `at` bigint not null)',
  'create unique index `message_place` on `message` (`room_id`, `seq`)',
  'create table `reaction` (`message_id` text not null, `person_id` text not null, `emoji` text not null, `at` bigint not null, primary key (`message_id`, `person_id`, `emoji`))',
  'create table `room` (`id` text not null primary key, `name` text not null, `topic` text not null, `visibility` text not null, `language` text not null, `owner_id` text not null, `created_at` bigint not null, `last_seq` integer not null, `active_at` bigint not null, `search_text` text not null)',
  'create index `room_lobby` on `room` (`visibility`, `active_at`, `id`)',
  'create table `room_event` (`room_id` text not null, `seq` integer not null, `type` text not null, `actor_id` text null, `client_id` text null, `at` bigint not null, `payload` longtext not null, primary key (`room_id`, `seq`))',
  'create unique index `room_event_command` on `room_event` (`actor_id`, `client_id`)',
  'create table `session` (`id` text not null primary key, `token_hash` text not null, `account_id` text not null, `created_at` bigint not null, `expires_at` bigint not null, constraint `session_account_id_foreign` foreign key (`account_id`) references `account` (`id`) on delete cascade)',
  'create unique index `session_token_hash_unique` on `session` (`token_hash`)',
  'create index `session_account_id_index` on `session` (`account_id`)',
  'create index `session_expires_at_index` on `session` (`expires_at`)',
  'create table `take` (`id` text not null primary key, `room_id` text not null, `number` integer not null, `seq` integer not null, `author_id` text not null, `writers` text not null, `status` text not null, `prompt` text not null, `negative` text not null, `settings` text not null, `pictures` text not null, `failure_code` text null, `failure_detail` text null, `record` longtext null, `model_hash` text null, `queued_at` bigint not null, `started_at` bigint null, `ended_at` bigint null, `render_ms` integer null, `lease_owner` text null, `lease_until` bigint null, `losses` integer not null, `cancel_by` text null)',
  'create index `take_line` on `take` (`status`, `lease_until`)',
  'create index `take_of_room` on `take` (`room_id`, `status`, `number`)',
  'create index `take_of_author` on `take` (`author_id`, `status`)',
  'create index `take_turns` on `take` (`started_at`)',
  'create unique index `take_number` on `take` (`room_id`, `number`)',
  'create table `take_counter` (`room_id` text not null primary key, `last_number` integer not null)',
];

export class FirstLight extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
