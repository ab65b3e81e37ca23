import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { openUser, openVisitor, type User, waitUntil, PHONE } from '../support/browser.js';
import { uploadAndPublish, plainImage } from '../support/published-uploads.js';
import { LIMITS } from '@visionary/contract';
import { TINY_MODELS, render, renderTake } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations, expectClean } from '../support/page-checks.js';
import { createRoom } from '../support/rooms.js';
import { react } from '../support/community.js';

const SHAPES = [96, 64, 48, 128, 72].map((width) => ({ width, height: 64 }));
const POST_COUNT = 32;

describe('the feed', () => {
  let app: RunningApp;
  let ana: User;
  let bo: User;
  let live: LiveClient;
  let roomId: string;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    [ana, bo] = [await openUser(app.url, 'Ana'), await openUser(app.url, 'Bo', { goesOffline: true })];
    live = await connect(app.url, ana.client.cookieHeader);
    for (let n = 1; n <= POST_COUNT; n++) {
      const { width, height } = SHAPES[n % SHAPES.length] ?? { width: 64, height: 64 };
      const fields = { title: `Picture ${n}`, tags: n % 8 === 0 ? ['ink'] : [], ...contentRatingOf(n) };
      const post = await uploadAndPublish({ client: ana.client, live }, fields, await plainImage(width, height));
      ids.set(post.title, post.id);
    }
    roomId = (await createRoom(ana, { name: 'Night sketches' })).id;
    await live.do('rooms.open', { roomId });
    await renderTake(live, roomId, { prompt: 'a red fox in the snow' });
    await bo.page.goto('/');
    await tile(bo.page, 'Picture 32').waitFor();
  });
  const contentRatingOf = (n: number) => (n === POST_COUNT - 1 ? { contentRating: 'sensitive' as const } : {});
  const idOf = (title: string) => ids.get(title) ?? '';
  const tile = (page: Page, name: string): Locator => page.getByRole('article', { name, exact: true });
  const topOf = async (of: Locator) => Math.round((await of.boundingBox())?.y ?? NaN);

  it('[B194] a text field says how long its text may be when it comes near the limit, and when a pasted text was cut', async () => {
    await ana.page.goto(`/rooms/${roomId}?take=1&view=full`);
    const take = ana.page.getByRole('dialog', { name: 'Take 1' });
    await take.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = ana.page.getByRole('dialog', { name: 'Publish image' });
    const title = dialog.getByRole('textbox', { name: 'Title' });
    await title.fill('x'.repeat(79));
    expect(await dialog.getByText('79 / 100').count()).toBe(0);
    await title.fill('x'.repeat(80));
    await dialog.getByText('80 / 100').waitFor();
    await title.press('Control+a');
    await title.press('Control+c');
    await title.press('End');
    await title.press('Control+v');
    await dialog.getByText('Pasted text was cut at 100 characters.').waitFor();
    await dialog.getByText('100 / 100').waitFor();
    expect(await title.inputValue()).toBe('x'.repeat(100));
    await title.press('Backspace');
    await dialog.getByText('Pasted text was cut at 100 characters.').waitFor({ state: 'detached' });
    await ana.page.keyboard.press('Escape');
  });

  it('[B80] a new post waits behind "1 new" in another browser without moving it, and a like there is counted here', async () => {
    await ana.page.goto(`/rooms/${roomId}?take=1&view=full`);
    const take = ana.page.getByRole('dialog', { name: 'Take 1' });
    await take.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = ana.page.getByRole('dialog', { name: 'Publish image' });
    await dialog.getByRole('textbox', { name: 'Title' }).fill('Fox of the evening');
    await dialog.getByRole('textbox', { name: 'Tags' }).fill('fox, Snow');
    const before = await topOf(tile(bo.page, 'Picture 32'));
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await bo.page.getByRole('button', { name: '1 new', exact: true }).waitFor();
    expect(await topOf(tile(bo.page, 'Picture 32'))).toBe(before);
    expect(await tile(bo.page, 'Fox of the evening').count()).toBe(0);
    await bo.page.getByRole('button', { name: '1 new', exact: true }).click();
    await tile(bo.page, 'Fox of the evening').waitFor();
    await ana.page.getByText('Published to the feed.').waitFor();
    await ana.page.getByRole('region', { name: 'Canvas' }).getByRole('link', { name: 'Published' }).waitFor();
    await ana.page.goto('/');
    const like = (page: Page) => tile(page, 'Fox of the evening').getByRole('button', { name: /^Like/ });
    await like(ana.page).waitFor();
    await like(bo.page).click();
    expect(await like(bo.page).getAttribute('aria-pressed')).toBe('true');
    await tile(ana.page, 'Fox of the evening').getByRole('button', { name: 'Like, 1 like' }).waitFor();
    expect(await like(ana.page).getAttribute('aria-pressed')).toBe('false');
  });

  it('[W35] the wait of a queued take counts down while the queue does not change', async () => {
    const long = { steps: LIMITS.steps.max, batch: LIMITS.batch.max };
    const running = await render(live, roomId, { settings: long });
    const next = await render(live, roomId, { settings: long });
    const queued = await render(live, roomId);
    await ana.page.goto(`/rooms/${roomId}?take=${queued.number}&view=full`);
    const wait = ana.page.getByRole('dialog', { name: `Take ${queued.number}` }).getByText(/about \d+ s/);
    const seconds = async () => Number(/about (\d+) s/.exec(await wait.innerText())?.[1]);
    let changes = 0;
    const count = () => void changes++;
    live.on('generation.queueChanged', count);
    let from = { seconds: await seconds(), changes };
    await waitUntil('it counts down by itself', seconds, (now) => {
      if (changes !== from.changes) from = { seconds: now, changes };
      return now <= from.seconds - 2;
    });
    live.off('generation.queueChanged', count);
    for (const { id: takeId } of [queued, next, running]) await live.do('jam.cancel', { roomId, takeId });
  });

  it('[B84] after a reconnect, posts published meanwhile wait as well, and changed counts are updated', async () => {
    const like = tile(bo.page, 'Picture 32').getByRole('button', { name: /^Like/ });
    expect(await like.getAttribute('aria-label')).toBe('Like, no likes yet');
    await bo.context.setOffline(true);
    await bo.page.getByText(/^Live updates paused/).waitFor();
    for (const title of ['Meanwhile', 'And then']) await uploadAndPublish({ client: ana.client, live }, { title });
    await react({ live }, { kind: 'post', id: idOf('Picture 32') }, '❤️');
    await bo.context.setOffline(false);
    await bo.page.getByRole('button', { name: '2 new', exact: true }).click();
    for (const title of ['And then', 'Meanwhile', 'Fox of the evening']) await tile(bo.page, title).waitFor();
    await tile(bo.page, 'Picture 32').getByRole('button', { name: 'Like, 1 like' }).waitFor();
  });

  it('[B81] the scroll position in the feed is restored on going back and after a reload', async () => {
    const { page } = bo;
    await page.goto('/');
    await tile(page, 'Picture 32').waitFor();
    await waitUntil(
      'Picture 6 is in sight',
      async () => {
        await page.mouse.wheel(0, 500);
        return tile(page, 'Picture 6').count();
      },
      (count) => count === 1,
    );
    await tile(page, 'Picture 6').evaluate((one) => one.scrollIntoView({ block: 'center' }));
    const before = await topOf(tile(page, 'Picture 6'));
    const isThere = (what: string) =>
      waitUntil(
        what,
        () => topOf(tile(page, 'Picture 6')),
        (top) => Math.abs(top - before) <= 2,
      );
    await tile(page, 'Picture 6').getByRole('link', { name: 'Picture 6' }).click();
    await page.waitForURL(/\/p\//);
    const opened = new URL(page.url()).pathname;
    await page.goBack();
    await isThere('back where it was');
    await waitUntil(
      'the keyboard goes on from it',
      () => page.evaluate(`document.activeElement?.getAttribute('href')`),
      (href) => href === opened,
    );
    await page.reload();
    await isThere('there after a reload');
    await page.getByRole('navigation', { name: 'Feed views' }).getByRole('link', { name: 'Hot' }).click();
    await waitUntil(
      'the other tab begins at its top',
      () => page.evaluate('scrollY'),
      (y) => y === 0,
    );
    await page.getByRole('navigation', { name: 'Feed views' }).getByRole('link', { name: 'New' }).click();
    await isThere('there after another tab');
  });

  it('[B82] a filter is part of the URL, and a blurred image is fetched when the user reveals it', async () => {
    const { page } = bo;
    await page.goto('/');
    const covered = tile(page, 'Picture 31');
    await covered.getByRole('button', { name: 'Show' }).waitFor();
    expect(await covered.getByRole('img', { name: /Picture/ }).count()).toBe(0);
    await covered.getByRole('button', { name: 'Show' }).click();
    await covered.getByRole('img', { name: /Picture/ }).waitFor();
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByRole('combobox', { name: 'Tag' }).fill('ink');
    await page.getByRole('combobox', { name: 'Tag' }).press('Enter');
    await page.waitForURL(/\?tag=ink$/);
    await waitUntil(
      'four pictures are like that',
      () => page.getByRole('article').filter({ hasText: 'Picture' }).allInnerTexts(),
      (texts) =>
        texts.map((text) => text.trim().split('\n')[0]).join() === 'Picture 32,Picture 24,Picture 16,Picture 8',
    );
    await page.getByRole('button', { name: /Remove filter: Tag ink/ }).click();
    await tile(page, 'Picture 30').waitFor();
  });

  it('[S74] the content preference of a user applies at once to their open tabs: hidden, shown, blurred', async () => {
    const { page, client } = bo;
    await page.goto('/');
    const image = tile(page, 'Picture 31');
    await image.getByRole('button', { name: 'Show' }).waitFor();
    await client.patch('/api/me', { sensitiveContentMode: 'hide' });
    await image.waitFor({ state: 'detached' });
    await client.patch('/api/me', { sensitiveContentMode: 'show' });
    await image.getByRole('img', { name: /Picture/ }).waitFor();
    await client.patch('/api/me', { sensitiveContentMode: 'blur' });
    await image.getByRole('button', { name: 'Show' }).waitFor();
  });

  it('[B85] a removed post leaves an empty tile in an open feed, and moves nothing', async () => {
    const { page } = bo;
    const before = await topOf(tile(page, 'Picture 28'));
    await live.do('feed.deletePost', { postId: idOf('Picture 30') });
    await page.getByText('Removed from the feed').waitFor();
    expect(await tile(page, 'Picture 30').count()).toBe(0);
    expect(await topOf(tile(page, 'Picture 28'))).toBe(before);
  });

  it('[B83] is navigated by arrow keys, has no serious axe violations, and fits a phone', async () => {
    const { page } = bo;
    await page.goto('/');
    await tile(page, 'Picture 32').getByRole('link', { name: 'Picture 32' }).focus();
    const focused = () => page.evaluate('document.activeElement.textContent.trim()');
    await page.keyboard.press('ArrowRight');
    await waitUntil('one to the right', focused, (text) => text === 'Picture 31');
    await page.keyboard.press('ArrowDown');
    await waitUntil('below it', focused, (text) => /^Picture \d+$/.test(String(text)) && text !== 'Picture 31');
    expect(await accessibilityViolations(page)).toEqual([]);
    const visitor = await openVisitor(app.url, PHONE);
    await visitor.page.goto('/');
    await tile(visitor.page, 'Picture 32').waitFor();
    await expectClean(visitor.page);
    await visitor.context.close();
  });
});
