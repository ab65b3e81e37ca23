import { hotScore } from '../../../../dist/libs/feed/domain/posts/hot-score.js';
import { postTokens } from '../../../../dist/libs/feed/storage/search/post-word-table.js';
import { rowNumberOf, slotOfId } from '../../../../dist/libs/platform/database/time-ordered-row-numbers.js';
import { textOf } from '../search/made-messages.mjs';
import { idOf } from './made-ids.mjs';

export const BEGAN_AT = Date.UTC(2026, 0, 1);
const EVERY_MS = 1_000;
/** The author of the first two of a hundred posts and nothing since. */
export const EARLY = 50;
const EARLY_SHARE = 0.02;

/** Tags: the first ones are frequent, the others rare. */
const OFTEN = Object.entries({ night: 0.3, portrait: 0.25, 夜景: 0.2, ink: 0.05, 山水: 0.02 });
const SELDOM = 400;
const MODELS = 6;
/** Some pairs never occur: no post is by model-1 with ddim, although each has many posts. */
const SCHEDULERS = [
  ['euler', 'ddim'],
  ['euler', 'dpm++2m'],
];

const parametersOf = (n, scheduler) =>
  JSON.stringify({
    ...{ negative: 'blurry, low quality, watermark, text', seed: (n * 2_654_435_761) % 2 ** 32, steps: 20 + (n % 30) },
    ...{ guidance: 7.5, width: 512, height: 512, scheduler, eta: 0, clipSkip: 1, batch: 1, loras: [], steers: [] },
    ...{ renderer: 'onnxruntime', precision: 'fp32', record: 'x'.repeat(400) },
  });

/**
 * Posts a second apart by `authors` of very different activity, half of them in Chinese, one in five with a title.
 * @param likes how many reactions the nth has @returns rows of `post`, the oldest first
 */
export function* madePosts({ count, authors, likes, random }) {
  for (let n = 0; n < count; n++) {
    const at = BEGAN_AT + n * EVERY_MS;
    const id = idOf(at, random);
    const busy = EARLY + Math.floor(random() ** 3 * (authors.length - EARLY));
    const authorId = authors[n < count * EARLY_SHARE ? n % EARLY : busy];
    const model = Math.floor(random() ** 1.5 * MODELS);
    const scheduler = SCHEDULERS[model % 2][Math.floor(random() * 2)];
    const tags = [...OFTEN.filter(([, share]) => random() < share).map(([tag]) => tag), `tag ${n % SELDOM}`];
    const prompt = textOf(n, count);
    yield {
      id,
      search_row_number: rowNumberOf(at, slotOfId(id)),
      author_id: authorId,
      client_id: idOf(at, random),
      take_id: null,
      ...{ image_index: null, room_id: null, sha256: n.toString(16).padStart(64, '0'), width: 512, height: 512 },
      ...{ title: n % 5 === 0 ? prompt.slice(-100) : '', description: '', tags: JSON.stringify(tags) },
      ...{ content_rating: 'everyone', comments_enabled: 1, mentions: null },
      ...{ participants: JSON.stringify([[authorId, ['uploaded', 'published']]]), prompt },
      ...{ parameters: parametersOf(n, scheduler), model_id: `model-${model}`, model_name: `Model ${model}` },
      ...{ model_hash: null, scheduler, edited_at: null, parent_post_id: null, parent_take_id: null, at },
      hot_score: hotScore({ likes: likes[n], comments: 0, at }),
      likes: likes[n],
      comments: 0,
      views: likes[n] * 3,
      is_seeded: 0,
    };
  }
}

export const tagsOf = ({ id, tags, at }) => JSON.parse(tags).map((tag) => ({ tag, post_id: id, at }));
export const userOf = ({ id, author_id: author, at }) => ({ user_id: author, post_id: id, at });

/** @param columns those that the index of this database has */
export const wordsOf = (post, columns) => {
  const tokens = postTokens({ ...post, loraIds: [] });
  return Object.fromEntries(Object.entries(columns).map(([column, of]) => [column, of({ ...post, ...tokens })]));
};
