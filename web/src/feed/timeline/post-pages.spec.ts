import { describe, expect, it } from '@jest/globals';
import type { PostPage, PostView } from '@visionary/contract';
import { matchesFeed } from './matches-feed.js';
import { feedViewKey, toFeedQuery, parseFeedQuery, withFilter } from './feed-query.js';
import { firstPage, appendPage, idsOf, ratiosOf, mergeFirstPage, pagesInRange, prependPosts } from './post-pages.js';

const AUTHOR = '0198c0de-0000-7000-8000-000000000001';
const aPost = (id: string, more: Partial<PostView> = {}): PostView => ({
  ...{
    id,
    author: { id: AUTHOR, name: 'Ana' },
    title: '',
    description: '',
    tags: [],
    at: 1,
    contentRating: 'everyone',
  },
  ...{
    commentsEnabled: true,
    image: { url: '', width: 640, height: 480, thumbnails: [] },
    participants: [],
    prompt: '',
  },
  ...{ counts: { reactions: [], comments: 0, views: 0 }, isSample: false, ...more },
});
const aPage = (ids: string, nextCursor: string | null = null): PostPage => ({
  posts: [...ids].map((id) => aPost(id)),
  ...{ myReactions: {}, nextCursor },
});

describe('[W21] the feed as a list', () => {
  const list = appendPage(firstPage(aPage('abc', 'c1')), aPage('cde', 'c2'));

  it('continues by cursor, and shows posts that moved between two pages once', () => {
    expect(idsOf(list).join('')).toBe('abcde');
    expect(list.slots.map(({ cursor }) => cursor)).toEqual([null, 'c1']);
    expect(list.nextCursor).toBe('c2');
    expect(ratiosOf(list)).toEqual([1.333, 1.333, 1.333, 1.333, 1.333]);
  });

  it('prepends newer posts without moving others', () => {
    expect(idsOf(prependPosts(list, [aPost('x'), aPost('d')])).join('')).toBe('xabcde');
    expect(prependPosts(list, [aPost('a')])).toBe(list);
  });

  it('leaves no gap after a reconnect: overlapping pages are merged, others start the list over', () => {
    expect(idsOf(mergeFirstPage(list, aPage('xyab', 'n'))).join('')).toBe('xyabcde');
    const reload = mergeFirstPage(list, aPage('uvwxyz', 'n'));
    expect([idsOf(reload).join(''), reload.nextCursor]).toEqual(['uvwxyz', 'n']);
  });

  it('knows which pages contain the visible posts', () => {
    const held = (from: number, until: number) => pagesInRange(list, from, until).map(({ ids }) => ids.join(''));
    expect([held(0, 3), held(2, 4), held(4, 5), held(5, 9)]).toEqual([['abc'], ['abc', 'de'], ['de'], []]);
  });
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
