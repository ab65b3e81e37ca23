/** What the model hub gained. */
export const HUB: readonly string[] = [
  'alter table `hub_sample` add `small_sha256` char(64) null after `sha256`',
  'alter table `hub_sample` add index `hub_sample_of_small` (`small_sha256`)',
];
