/** What the model hub gained. */
export const HUB: readonly string[] = [
  'alter table `hub_sample` add column `small_sha256` text null',
  'create index `hub_sample_of_small` on `hub_sample` (`small_sha256`)',
  // What removed versions were called.
  'create table `hub_removed_use` (`use_key` text not null primary key, `hash` text not null)',
  // What was refused before a byte of it came.
  'alter table `hub_draft` add column `turned_away` longtext null',
];
