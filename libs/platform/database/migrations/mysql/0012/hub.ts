/** What the model hub gained. */
export const HUB: readonly string[] = [
  'alter table `hub_sample` add `small_sha256` char(64) null after `sha256`',
  'alter table `hub_sample` add index `hub_sample_of_small` (`small_sha256`)',
  // What removed versions were called.
  'create table `hub_removed_use` (`use_key` varchar(300) not null, `hash` char(64) not null, primary key (`use_key`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB',
  // What was refused before a byte of it came.
  'alter table `hub_draft` add `turned_away` longtext null',
];
