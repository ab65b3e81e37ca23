import type { Migration } from './migration.js';

export const instanceSettings: Migration = {
  sqlite: ['create table `instance_setting` (`name` text not null primary key, `value` text not null)'],
  mysql: [
    'create table `instance_setting` (`name` varchar(40) not null, `value` varchar(255) not null, primary key (`name`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  ],
};
