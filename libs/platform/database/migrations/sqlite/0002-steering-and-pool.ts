import { Migration } from '@mikro-orm/migrations';

const STATEMENTS = [
  'create table `model_trouble` (`model` text not null primary key, `fingerprint` text not null, `losses` integer not null, `why` text not null, `last_at` bigint not null, `quarantined_at` bigint null)',
  'create table `room_upload` (`id` text not null primary key, `room_id` text not null, `author_id` text not null, `sha256` text not null, `width` integer not null, `height` integer not null, `uploaded_at` bigint not null)',
  'create index `room_upload_of_room` on `room_upload` (`room_id`)',
  'create table `take_steer` (`id` text not null primary key, `take_id` text not null, `by_id` text not null, `client_id` text not null, `prompt` text not null, `negative` text not null, `asked_at` bigint not null)',
  'create index `take_steer_of_take` on `take_steer` (`take_id`)',
  'create unique index `take_steer_once` on `take_steer` (`by_id`, `client_id`)',
  "alter table `account` add column `role` text not null default 'member'",
  'alter table `take` add column `stop_by` text null',
  'alter table `take` add column `steers` longtext null',
  'alter table `take` add column `stopped` text null',
];

export class SteeringAndPool extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}
