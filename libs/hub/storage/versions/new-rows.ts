import type { NewModel, NewVersion } from '../../domain/versions/model-changes.js';
import type { ModelRow, VersionRow } from '../tables.js';

const NO_COUNTS = { likes: 0, downloads: 0, pictures: 0, comments: 0, reviews: 0, stars: 0 };

export const modelRow = (model: NewModel): ModelRow => ({
  ...{ id: model.id, maker_id: model.creatorId, kind: model.kind, name: model.name },
  ...{
    name_key: model.keys.folded,
    name_looks: model.keys.confusable,
    about: model.description,
    licence: model.license,
  },
  ...{ licence_words: model.licenseText, tags: JSON.stringify(model.tags), maturity: model.contentRating },
  at_least: model.atLeast,
  ...{ base: model.base, created_at: model.createdAt, is_sample: Number(model.isSample) },
  ...{ newest_version_id: null, published_at: null, edited_at: null },
  ...NO_COUNTS,
});

export const versionRow = (version: NewVersion): VersionRow => ({
  ...{ id: version.id, model_id: version.modelId, label: version.label, use_id: version.useId },
  ...{
    state: version.state,
    is_withheld: Number(version.isWithheld),
    notes: version.notes,
    base: version.base,
    base_name: version.baseModelName,
  },
  ...{ trigger_words: JSON.stringify(version.triggerWords), recommended: JSON.stringify(version.recommended) },
  ...{ facts: JSON.stringify(version.facts), render_facts: version.renderFacts, hash: version.hash },
  ...{ bytes: version.bytes, downloads: 0, pictures: 0, samples_to_come: version.samplesToCome },
  ...{ at: version.at, checked_at: version.checkedAt },
});
