/** What models are found by stands in indexes whole, so that no row of theirs is read for it. */
export const FINDING: readonly string[] = [
  'create index `hub_word_found` on `hub_word` (`word`, `model_id`, `weight`)',
  'drop index `hub_tag_of_model`',
  'create index `hub_tag_of_model` on `hub_tag` (`model_id`, `tag`)',
  'create index `hub_model_found` on `hub_model` (`id`, `published_at`, `maturity`, `kind`, `base`, `licence`, `maker_id`, `pictures`, `likes`)',
];
