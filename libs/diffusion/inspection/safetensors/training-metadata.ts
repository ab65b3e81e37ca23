/** Training metadata by plain key. Those without a prefix are of this repository's recipe. */
const METADATA_KEYS: Readonly<Record<string, readonly string[]>> = {
  title: ['modelspec.title', 'ss_output_name'],
  author: ['modelspec.author'],
  description: ['modelspec.description', 'ss_training_comment'],
  license: ['modelspec.license'],
  date: ['modelspec.date'],
  baseModel: ['ss_sd_model_name', 'ss_base_model_version', 'base'],
  baseVersion: ['ss_base_model_version', 'modelspec.architecture'],
  networkRank: ['ss_network_dim'],
  networkAlpha: ['ss_network_alpha'],
  images: ['ss_num_train_images'],
  resolution: ['modelspec.resolution', 'ss_resolution'],
  epochs: ['ss_epoch', 'ss_num_epochs'],
  steps: ['ss_steps', 'ss_max_train_steps', 'steps'],
  learningRate: ['ss_unet_lr', 'ss_learning_rate'],
  optimizer: ['ss_optimizer'],
  clipSkip: ['ss_clip_skip'],
};
const MAX_LENGTH = 500;
const MAX_WORDS = 20;
const MAX_WORD_LENGTH = 60;
const MAX_TAGS_READ = 20_000;
/** A tag on this share of the training images counts as a trigger word. */
const MIN_TRIGGER_SHARE = 0.85;
const MAX_TAGS = 5;

/** Reads the header metadata that users understand. */
export function readTrainingMetadata(metadata: ReadonlyMap<string, string>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, keys] of Object.entries(METADATA_KEYS)) {
    const found = keys
      .map((key) => toPlainText(metadata.get(key) ?? ''))
      .find((text) => text !== '' && text !== 'None');
    // Removes the path, which exposes the trainer's disk layout.
    if (found !== undefined) values[name] = name === 'baseModel' ? found.replace(/^.*[/\\]/, '') : found;
  }
  return values;
}

/** The trigger phrase of the metadata, otherwise the tags of nearly all training images. */
export function triggerWords(metadata: ReadonlyMap<string, string>): string[] {
  const phrases = (metadata.get('modelspec.trigger_phrase') ?? '').split(',');
  const words = phrases.some((word) => toPlainText(word) !== '')
    ? phrases
    : commonTags(parseJson(metadata.get('ss_tag_frequency')));
  const clean = words.map(toPlainText).filter((word) => word !== '' && word.length <= MAX_WORD_LENGTH);
  return [...new Set(clean)].slice(0, MAX_WORDS);
}

/** kohya stores the number of images per tag for each image folder. */
function commonTags(folders: unknown): string[] {
  const counts = new Map<string, number>();
  for (const tags of entries(folders).map(([, value]) => value)) {
    for (const [tag, count] of entries(tags)) {
      const name = tag.trim();
      if (typeof count === 'number' && count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
    }
  }
  const highestCount = Math.max(0, ...counts.values());
  return [...counts]
    .filter(([, count]) => count >= highestCount * MIN_TRIGGER_SHARE)
    .sort(([a, first], [b, second]) => second - first || a.localeCompare(b))
    .slice(0, MAX_TAGS)
    .map(([tag]) => tag);
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value).slice(0, MAX_TAGS_READ) : [];
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}');
  } catch {
    return {};
  }
}

/** One line of printable text. */
function toPlainText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH);
}
