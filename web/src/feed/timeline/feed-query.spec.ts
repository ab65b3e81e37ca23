import { describe, expect, it } from '@jest/globals';
import type { PostView } from '@visionary/contract';
import { matchesFeed } from './matches-feed.js';
import { feedViewKey, toFeedQuery, parseFeedQuery, withFilter } from './feed-query.js';

const AUTHOR = '0198c0de-0000-7000-8000-000000000001';
const aPost = (id: string, more: Partial<PostView> = {}): PostView => ({
  id,
  author: { id: AUTHOR, name: 'Ana' },
  title: '',
  description: '',
  tags: [],
  at: 1,
  contentRating: 'everyone',
  commentsEnabled: true,
  replayEnabled: false,
  image: { url: '', width: 640, height: 480, thumbnails: [] },
  participants: [],
  prompt: '',
  ...{ counts: { reactions: [], comments: 0, views: 0 }, isSample: false, ...more },
});
describe('[W22] the feed query', () => {
  it('is kept in the URL, and invalid parts are ignored', () => {
    const query = { tab: 'hot', tag: '水墨', author: AUTHOR, sampler: 'euler', model: 'mini' };
    expect(toFeedQuery(parseFeedQuery(query))).toEqual(query);
    expect(parseFeedQuery({ tab: 'best', tag: '<b>', author: 'ana', sampler: ['euler', 'ddim'], model: '' })).toEqual({
      ...{ tab: 'new', filters: {} },
    });
    expect(toFeedQuery(parseFeedQuery({}))).toEqual({});
  });

  it('has one key for any order of its filters', () => {
    const first = withFilter(withFilter(parseFeedQuery({}), 'tag', 'ink'), 'model', 'mini');
    const second = withFilter(withFilter(parseFeedQuery({}), 'model', 'mini'), 'tag', 'ink');
    expect(feedViewKey(first)).toBe(feedViewKey(second));
    expect(feedViewKey(withFilter(first, 'tag', null))).toBe(feedViewKey(parseFeedQuery({ model: 'mini' })));
  });

  it('accepts a new post only where it matches', () => {
    const nobody = { followed: new Set<string>(), blocked: new Set<string>() };
    const post = aPost('p', { tags: ['ink'], scheduler: 'euler', model: { id: 'mini', name: 'Mini' } });
    const shows = (query: Record<string, string>, reader = nobody) =>
      matchesFeed({ post, loraIds: ['Frost@1.0'] }, parseFeedQuery(query), reader);
    expect([shows({}), shows({ tab: 'hot' }), shows({ tab: 'following' })]).toEqual([true, false, false]);
    expect(shows({ tab: 'following' }, { ...nobody, followed: new Set([AUTHOR]) })).toBe(true);
    expect(shows({}, { ...nobody, blocked: new Set([AUTHOR]) })).toBe(false);
    expect(['ink', 'Ink', 'oil'].map((tag) => shows({ tag }))).toEqual([true, true, false]);
    expect([shows({ sampler: 'ddim' }), shows({ model: 'mini' }), shows({ model: 'other' })]).toEqual([
      false,
      true,
      false,
    ]);
    expect(shows({ author: AUTHOR.replace('1', '2') })).toBe(false);
    expect(['Frost@1.0', 'Wash@1.0'].map((lora) => shows({ lora }))).toEqual([true, false]);
    expect(matchesFeed({ post }, parseFeedQuery({ lora: 'Frost@1.0' }), nobody)).toBe(false);
  });
});
