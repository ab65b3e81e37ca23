import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `model_trouble` (`model` varchar(100) not null, `fingerprint` varchar(64) not null, `losses` int not null, `why` text not null, `last_at` bigint not null, `quarantined_at` bigint null, primary key (`model`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'create table `room_upload` (`id` char(36) not null, `room_id` char(36) not null, `author_id` char(36) not null, `sha256` varchar(64) not null, `width` int not null, `height` int not null, `uploaded_at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `room_upload` add index `room_upload_of_room` (`room_id`)',
  'create table `take_steer` (`id` char(36) not null, `take_id` char(36) not null, `by_id` char(36) not null, `client_id` char(36) not null, `prompt` text not null, `negative` text not null, `asked_at` bigint not null, primary key (`id`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  'alter table `take_steer` add index `take_steer_of_take` (`take_id`)',
  'alter table `take_steer` add unique `take_steer_once` (`by_id`, `client_id`)',
  "alter table `account` add `role` varchar(10) not null default 'member'",
  'alter table `take` add `stop_by` char(36) null, add `steers` longtext null, add `stopped` text null',
];

export class SteeringAndPool extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
