import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PostPage } from '@visionary/contract';
import type { Locator, Page } from 'playwright-core';
import { openUser, openVisitor, type User, waitUntil, PHONE } from '../support/browser.js';
import { uploadAndPublish, plainImage } from '../support/published-uploads.js';
import { TINY_MODELS, renderTake } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations, overflowingElements } from '../support/page-checks.js';
import { createRoom } from '../support/rooms.js';
import { react } from '../support/community.js';

describe('users, collections and search in the browser', () => {
  let app: RunningApp;
  let ana: User;
  let bo: User;
  const tile = (page: Page, name: string): Locator => page.getByRole('article', { name, exact: true });

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    [ana, bo] = [await openUser(app.url, 'Ana Reed'), await openUser(app.url, 'Bo')];
    const live = await connect(app.url, ana.client.cookieHeader);
    for (const title of ['Mountains in rain', '水墨群山', 'Fox at night']) {
      await uploadAndPublish({ client: ana.client, live }, { title, tags: ['ink'] }, await plainImage(96, 64));
    }
    const room = await createRoom(ana, { name: 'Night sketches' });
    await live.do('rooms.open', { roomId: room.id });
    await renderTake(live, room.id, { prompt: 'a red fox in the snow' });
  });

  it('[B95] one search field finds both languages, suggests users while typing, and keeps the query in the URL', async () => {
    const { page } = bo;
    await page.goto('/');
    await page.keyboard.press('/');
    const box = page.getByRole('combobox', { name: 'Search' });
    await box.fill('群山');
    await box.press('Enter');
    await page.waitForURL(/\/search\?text=/);
    await tile(page, '水墨群山').waitFor();
    expect(await tile(page, 'Mountains in rain').count()).toBe(0);
    expect(await tile(page, '水墨群山').locator('mark').allInnerTexts()).toEqual(['群山']);
    await box.fill('nothing like it');
    await box.press('Enter');
    await page.getByText('No results for “nothing like it”.').waitFor();
    await box.fill('moun');
    await box.press('Enter');
    await tile(page, 'Mountains in rain').waitFor();
    await page.reload();
    await tile(page, 'Mountains in rain').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await box.fill('ana');
    await page.getByRole('option', { name: /Ana Reed/ }).waitFor();
    await box.press('ArrowDown');
    await box.press('Enter');
    await page.waitForURL(`**/users/${ana.me.id}`);
  });

  it('[B99] a like is counted live on a profile, and Escape closes the search over it without changes', async () => {
    const { page } = bo;
    const fox = tile(page, 'Fox at night');
    await fox.waitFor();
    const { posts } = (await ana.client.get<PostPage>('/api/posts')).body;
    const live = await connect(app.url, ana.client.cookieHeader);
    const { id: postId = '' } = posts.find(({ title }) => title === 'Fox at night') ?? {};
    await react({ live }, { kind: 'post', id: postId }, '❤️');
    await fox.getByRole('button', { name: 'Like, 1 like' }).waitFor();
    await page.locator('main').focus();
    await page.keyboard.press('/');
    const box = page.getByRole('combobox', { name: 'Search' });
    await box.press('Escape');
    await box.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(`/users/${ana.me.id}`);
    await page.keyboard.press('/');
    await box.fill('snow');
    await box.press('Enter');
    await page.waitForURL(/\/search\?text=snow/);
    await page.goBack();
    await fox.waitFor();
    live.close();
  });

  it('[B96] following on a profile raises the count at once, and the posts appear under Following', async () => {
    const { page } = bo;
    await page.goto(`/users/${ana.me.id}`);
    await page.getByRole('button', { name: 'Follow Ana Reed' }).click();
    await page.getByRole('button', { name: 'Following Ana Reed' }).waitFor();
    await page.getByRole('button', { name: '1 follower' }).click();
    const list = page.getByRole('dialog', { name: 'People who follow Ana Reed' });
    await list.getByRole('link', { name: 'Bo' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.goto('/?tab=following');
    await tile(page, 'Fox at night').waitFor();
  });

  it('[B97] a collection is reordered by keyboard, shared by link, and shown to a visitor in that order', async () => {
    const { page, client } = bo;
    const { body: made } = await client.post<{ id: string }>('/api/collections', { title: 'Quiet' });
    const { body: feed } = await client.get<{ posts: { id: string; title: string }[] }>('/api/posts');
    for (const { id } of feed.posts) await client.send('PUT', `/api/collections/${made.id}/posts/${id}`, {});
    const visitor = await openVisitor(app.url, { ...PHONE, refused: [404] });
    await visitor.page.goto(`/collections/${made.id}`);
    await visitor.page.getByText('收藏集不存在，或没有公开。').waitFor();
    await page.goto(`/collections/${made.id}`);
    await page.getByRole('button', { name: 'Reorder' }).click();
    const grip = page.getByRole('button', { name: /^Move Mountains in rain, position 3 of 3/ });
    await grip.focus();
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: /^Move Mountains in rain, position 1 of 3/ }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).click();
    await tile(page, 'Mountains in rain').waitFor();
    await page.getByRole('button', { name: 'Share and copy link' }).click();
    await page.getByRole('button', { name: 'Copy link', exact: true }).waitFor();
    await visitor.page.reload();
    await waitUntil(
      'the visitor sees it in its order',
      () => visitor.page.getByRole('article').allInnerTexts(),
      (texts) => texts.map((text) => text.trim().split('\n')[0]).join() === 'Mountains in rain,Fox at night,水墨群山',
    );
    expect(await overflowingElements(visitor.page)).toEqual([]);
    await visitor.context.close();
  });

  it('[B193] page says not found when an id in its address is malformed', async () => {
    const { page } = bo;
    const paths = ['/p/x', '/rooms/x', '/users/x', '/collections/x', '/models/upload/x', '/moderation/cases/x'];
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1, name: 'Page not found' }).waitFor();
    }
  });

  it('[B98] a prompt is found in the own history and used again in a room', async () => {
    const { page } = ana;
    await page.goto('/me/takes');
    await page.getByRole('article', { name: 'Take 1 in Night sketches' }).getByText('a red fox in the snow').waitFor();
    const history = page.getByRole('region', { name: 'Prompts' });
    await history.getByRole('searchbox', { name: 'Search my prompts' }).fill('fox');
    await history.locator('mark', { hasText: 'fox' }).waitFor();
    await history.getByRole('button', { name: 'Use again' }).click();
    const dialog = page.getByRole('dialog', { name: 'Open in a room' });
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Snow again');
    await dialog.getByRole('button', { name: 'Create and open' }).click();
    await page.getByRole('heading', { name: 'Snow again' }).waitFor();
    await page.getByText('a red fox in the snow').first().waitFor();
    await page.getByText(/^Applied the prompt and settings/).waitFor();
  });
});
