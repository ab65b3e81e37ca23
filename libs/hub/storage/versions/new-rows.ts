import type { Row } from '@visionary/platform/database';
import type { NewModel, NewVersion } from '../../domain/versions/model-changes.js';

const NO_COUNTS = { likes: 0, downloads: 0, image_count: 0, comments: 0, reviews: 0, star_sum: 0 };

export const modelRow = (model: NewModel): Row<'hub_model'> => ({
  id: model.id,
  creator_id: model.creatorId,
  kind: model.kind,
  name: model.name,
  name_key: model.keys.folded,
  name_confusable_key: model.keys.confusable,
  description: model.description,
  license: model.license,
  license_text: model.licenseText,
  tags: JSON.stringify(model.tags),
  content_rating: model.contentRating,
  minimum_rating: model.minimumRating,
  base_model: model.base,
  created_at: model.createdAt,
  is_seeded: Number(model.isSample),
  newest_version_id: null,
  published_at: null,
  edited_at: null,
  hidden_at: null,
  ...NO_COUNTS,
});

export const versionRow = (version: NewVersion): Row<'hub_version'> => ({
  id: version.id,
  model_id: version.modelId,
  label: version.label,
  version_ref: version.useId,
  state: version.state,
  is_taken_down: Number(version.isTakenDown),
  hidden_at: null,
  notes: version.notes,
  base_model: version.base,
  base_model_name: version.baseModelName,
  trigger_words: JSON.stringify(version.triggerWords),
  recommended: JSON.stringify(version.recommended),
  file_metadata: JSON.stringify(version.facts),
  render_metadata: version.renderFacts,
  hash: version.hash,
  bytes: version.bytes,
  downloads: 0,
  image_count: 0,
  pending_samples: version.pendingSamples,
  at: version.at,
  checked_at: version.checkedAt,
});
