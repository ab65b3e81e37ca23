/** What models are found by stands in indexes whole, so that no row of theirs is read for it. */
export const FINDING: readonly string[] = [
  'alter table `hub_word` add index `hub_word_found` (`word`, `model_id`, `weight`)',
  'alter table `hub_tag` drop index `hub_tag_of_model`',
  'alter table `hub_tag` add index `hub_tag_of_model` (`model_id`, `tag`)',
  'alter table `hub_model` add index `hub_model_found` (`id`, `published_at`, `maturity`, `kind`, `base`, `licence`, `maker_id`, `pictures`, `likes`)',
];
