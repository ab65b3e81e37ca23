/** What the model hub gained. */
export const HUB: readonly string[] = [
  'alter table `hub_sample` add column `small_sha256` text null',
  'create index `hub_sample_of_small` on `hub_sample` (`small_sha256`)',
];
