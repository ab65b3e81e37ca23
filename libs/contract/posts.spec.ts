import { describe, expect, it } from '@jest/globals';
import { UpdatePost, FeedQuery, PublishPost } from './posts.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const parsePublish = (text: object) => PublishPost.safeParse({ clientId: ID, image: { uploadId: ID }, ...text });
const tagsOf = (...tags: string[]) => parsePublish({ tags }).data?.tags;

describe('post fields', () => {
  it('[F16] tags are normalized, and rejected when invisible or too long after normalization', () => {
    expect(tagsOf('Fox', 'ＦＯＸ', 'fox', '灯塔')).toEqual(['fox', '灯塔']);
    expect(tagsOf('İ'.repeat(16))).toEqual(['i\u0307'.repeat(16)]);
    for (const tag of ['İ'.repeat(17), '\ufdfa'.repeat(2), 'a\u115f', 'a\ufe0f', 'a\u200b', 'a\u202e']) {
      expect([tag, tagsOf(tag)]).toEqual([tag, undefined]);
    }
    expect(FeedQuery.parse({ tag: 'ＦＯＸ' }).tag).toBe('fox');
  });

  it('[F16] title is visible or empty', () => {
    const titles = ['', 'Fox', ' ', '\u200b', '\u3164\u2800'];
    expect(titles.map((title) => parsePublish({ title }).success)).toEqual([true, true, false, false, false]);
    expect(UpdatePost.safeParse({ postId: ID, changes: { title: '\u200b' } }).success).toBe(false);
  });

  it('[F94] title over 100 characters is rejected, not cut', () => {
    const titles = ['x'.repeat(100), 'x'.repeat(101)];
    expect(titles.map((title) => parsePublish({ title }).data?.title)).toEqual([titles[0], undefined]);
    expect(titles.map((title) => UpdatePost.safeParse({ postId: ID, changes: { title } }).success)).toEqual([
      true,
      false,
    ]);
  });
});
