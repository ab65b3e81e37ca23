import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `ban` (`room_id` char(36) not null, `person_id` char(36) not null, `by_id` char(36) not null, `reason` varchar(200) not null, `at` bigint not null, primary key (`room_id`, `person_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `ban` add index `ban_person` (`person_id`)',
  'create table `block` (`person_id` char(36) not null, `blocked_id` char(36) not null, `at` bigint not null, primary key (`person_id`, `blocked_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `block` add index `block_blocked` (`blocked_id`)',
  'create table `claim_token` (`token_hash` char(64) not null, `created_at` bigint not null, primary key (`token_hash`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'create table `direct` (`a_id` char(36) not null, `b_id` char(36) not null, `room_id` char(36) not null, primary key (`a_id`, `b_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `direct` add unique `direct_room_id_unique` (`room_id`)',
  'alter table `direct` add index `direct_b` (`b_id`)',
  'create table `message_version` (`message_id` char(36) not null, `seq` int unsigned not null, `text` text not null, `at` bigint not null, primary key (`message_id`, `seq`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'create table `mute` (`room_id` char(36) not null, `person_id` char(36) not null, `until` bigint not null, primary key (`room_id`, `person_id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'create table `name_claim` (`claim` varchar(257) not null, `account_id` char(36) not null, `is_shown` tinyint(1) not null, primary key (`claim`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `name_claim` add index `name_claim_account_id_index` (`account_id`)',
  'create table `notification` (`id` char(36) not null, `person_id` char(36) not null, `kind` varchar(20) not null, `room_id` char(36) not null, `message_id` char(36) not null, `seq` int not null, `by_id` char(36) not null, `at` bigint not null, `read_at` bigint null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `notification` add index `notification_unread` (`person_id`, `read_at`, `room_id`)',
  'alter table `notification` add index `notification_page` (`person_id`, `at`, `id`)',
  'alter table `notification` add index `notification_message` (`message_id`)',
  'alter table `notification` add unique `notification_once` (`person_id`, `message_id`)',
  'alter table `account` add `shown_name` varchar(32) null, add `picture` varchar(64) null',
  "alter table `invitation` add `id` char(36) not null default '', add `role` varchar(10) not null default 'editor', add `expires_at` bigint null, add `uses_left` int null, add `used` int not null default 0, add `revoked_at` bigint null",
  'update `invitation` set `id` = substr(`token_hash`, 1, 36)',
  'alter table `invitation` add index `invitation_of_room` (`room_id`)',
  'alter table `invitation` add unique `invitation_id` (`id`)',
  "alter table `member` add `joined_at` bigint not null default 0, add `read_seq` int not null default 0, add `notify` varchar(10) not null default 'all'",
  'alter table `message` add `reply_to_id` char(36) null, add `attachments` text null, add `card` text null, add `edited_at` bigint null, add `deleted_at` bigint null, add `deleted_by` char(36) null, add `pinned_at` bigint null, add `pinned_by` char(36) null',
  'alter table `message` add index `message_of_author` (`author_id`, `at`)',
  'alter table `message` add index `message_pins` (`room_id`, `pinned_at`)',
  'alter table `reaction` add index `reaction_of_person` (`person_id`)',
  "alter table `room` add `kind` varchar(10) not null default 'room', add `newcomers` varchar(10) not null default 'editor', add `archived_at` bigint null",
  "alter table `session` add `last_seen_at` bigint not null default 0, add `user_agent` varchar(400) not null default '', add `address` varchar(64) not null default ''",
  // Whoever belongs to a room when this comes has read it.
  'update `member` set `joined_at` = (select `created_at` from `room` where `room`.`id` = `member`.`room_id`), `read_seq` = (select `last_seq` from `room` where `room`.`id` = `member`.`room_id`)',
  'update `session` set `last_seen_at` = `created_at`',
  "insert into `name_claim` (`claim`, `account_id`, `is_shown`) select concat('f:', `folded_name`), `id`, 1 from `account`",
  "insert into `name_claim` (`claim`, `account_id`, `is_shown`) select concat('l:', `looks_name`), `id`, 1 from `account`",
];

export class RoomsChatPeople extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
