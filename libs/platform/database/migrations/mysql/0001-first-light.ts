import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `account` (`id` char(36) not null, `name` varchar(32) not null, `folded_name` varchar(255) not null, `looks_name` varchar(255) not null, `password_hash` varchar(255) not null, `language` varchar(8) not null, `theme` varchar(8) not null, `created_at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `account` add unique `account_folded_name_unique` (`folded_name`)',
  'alter table `account` add unique `account_looks_name_unique` (`looks_name`)',
  'create table `invitation` (`token_hash` char(64) not null, `room_id` char(36) not null, `by_id` char(36) not null, `created_at` bigint not null, primary key (`token_hash`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'create table `jam_snapshot` (`room_id` char(36) not null, `state` mediumblob not null, `writers` text not null, `at` bigint not null, primary key (`room_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'create table `jam_update` (`id` char(36) not null, `room_id` char(36) not null, `state` mediumblob not null, `writers` text not null, `at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `jam_update` add index `jam_update_room` (`room_id`)',
  'create table `member` (`room_id` char(36) not null, `person_id` char(36) not null, `role` varchar(10) not null, primary key (`room_id`, `person_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `member` add index `member_person` (`person_id`)',
  'create table `message` (`id` char(36) not null, `room_id` char(36) not null, `seq` int not null, `author_id` char(36) not null, `client_id` char(36) not null, `text` text not null, `at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `message` add unique `message_place` (`room_id`, `seq`)',
  'create table `reaction` (`message_id` char(36) not null, `person_id` char(36) not null, `emoji` varchar(32) not null, `at` bigint not null, primary key (`message_id`, `person_id`, `emoji`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'create table `room` (`id` char(36) not null, `name` varchar(60) not null, `topic` varchar(200) not null, `visibility` varchar(10) not null, `language` varchar(5) not null, `owner_id` char(36) not null, `created_at` bigint not null, `last_seq` int not null, `active_at` bigint not null, `search_text` text not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `room` add index `room_lobby` (`visibility`, `active_at`, `id`)',
  'create table `room_event` (`room_id` char(36) not null, `seq` int unsigned not null, `type` varchar(40) not null, `actor_id` char(36) null, `client_id` char(36) null, `at` bigint not null, `payload` longtext not null, primary key (`room_id`, `seq`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `room_event` add unique `room_event_command` (`actor_id`, `client_id`)',
  'create table `session` (`id` char(36) not null, `token_hash` char(64) not null, `account_id` char(36) not null, `created_at` bigint not null, `expires_at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `session` add unique `session_token_hash_unique` (`token_hash`)',
  'alter table `session` add index `session_account_id_index` (`account_id`)',
  'alter table `session` add index `session_expires_at_index` (`expires_at`)',
  'create table `take` (`id` char(36) not null, `room_id` char(36) not null, `number` int not null, `seq` int not null, `author_id` char(36) not null, `writers` text not null, `status` varchar(10) not null, `prompt` text not null, `negative` text not null, `settings` text not null, `pictures` text not null, `failure_code` varchar(40) null, `failure_detail` text null, `record` longtext null, `model_hash` varchar(64) null, `queued_at` bigint not null, `started_at` bigint null, `ended_at` bigint null, `render_ms` int null, `lease_owner` char(36) null, `lease_until` bigint null, `losses` int not null, `cancel_by` char(36) null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `take` add index `take_line` (`status`, `lease_until`)',
  'alter table `take` add index `take_of_room` (`room_id`, `status`, `number`)',
  'alter table `take` add index `take_of_author` (`author_id`, `status`)',
  'alter table `take` add index `take_turns` (`started_at`)',
  'alter table `take` add unique `take_number` (`room_id`, `number`)',
  'create table `take_counter` (`room_id` char(36) not null, `last_number` int not null, primary key (`room_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `session` add constraint `session_account_id_foreign` foreign key (`account_id`) references `account` (`id`) on delete cascade',
];

export class FirstLight extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
