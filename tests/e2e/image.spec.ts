import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PostView } from '@visionary/contract';
import type { Page } from 'playwright-core';
import { openUser, openVisitor, type User, waitForValue, PHONE } from '../support/browser.js';
import { TINY_MODELS, renderTake } from '../support/jam.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations, expectClean } from '../support/page-checks.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

const PROMPT = 'a red fox in the snow';

describe('the page of a post', () => {
  let app: RunningApp;
  let ana: User;
  let bo: User;
  let live: LiveClient;
  let post: PostView;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    [ana, bo] = [await openUser(app.url, 'Ana'), await openUser(app.url, 'Bo')];
    live = await connect(app.url, ana.client.cookieHeader);
    const { id: roomId } = await createRoom(ana, { name: 'Night sketches' });
    await live.do('rooms.open', { roomId });
    const take = await renderTake(live, roomId, { prompt: PROMPT, settings: { steps: 3, seed: 77 } });
    const image = { takeId: take.id, index: 0 };
    const fields = { title: 'Fox of the evening', description: 'Made **late**.', tags: ['fox'] };
    post = (await live.do('feed.publish', { clientId: randomUUID(), image, ...fields })).post;
  });
  const comments = (page: Page) => page.getByRole('region', { name: /comments?( yet)?$/i });

  it('[B86] comments and reactions reach another browser, with notifications that lead to them', async () => {
    await ana.page.goto('/rooms');
    await ana.page.getByRole('button', { name: 'Notifications' }).waitFor();
    await bo.page.goto(`/p/${post.id}`);
    await bo.page.getByRole('heading', { name: 'Fox of the evening' }).waitFor();
    await bo.page
      .getByRole('group', { name: 'Reactions', exact: true })
      .getByRole('button', { name: 'Add reaction' })
      .click();
    const picker = bo.page.getByRole('dialog', { name: 'Emoji' });
    await picker.getByRole('searchbox').fill('fire');
    await picker.getByRole('button', { name: 'fire', exact: true }).click();
    await bo.page.getByRole('button', { name: '🔥, 1 person' }).waitFor();
    const field = bo.page.getByRole('textbox', { name: 'Add a comment' });
    await field.fill('How did the *snow* come?');
    await field.press('Enter');
    await comments(bo.page).getByText('How did the snow come?').waitFor();
    await ana.page.getByRole('button', { name: '2 new notifications' }).click();
    const news = ana.page.getByRole('link', { name: /Bo commented on your image “Fox of the evening”/ });
    await ana.page.getByRole('link', { name: /Bo reacted with 🔥 to your image/ }).waitFor();
    await news.click();
    await ana.page.waitForURL(/\?comment=/);
    await ana.page.locator('article.highlighted', { hasText: 'How did the snow come?' }).waitFor();
    await ana.page.getByRole('button', { name: '🔥, 1 person' }).waitFor();
    await comments(ana.page).getByRole('button', { name: 'Reply' }).click();
    // A name that is typed in full mentions, like one chosen from the menu.
    const answer = ana.page.getByLabel('Reply to Bo', { exact: true });
    await answer.fill('@Bo');
    await ana.page.getByRole('option', { name: 'Bo' }).waitFor();
    await answer.fill('@Bo By itself.');
    await ana.page.getByRole('button', { name: 'Post reply' }).click();
    await comments(bo.page).getByText('By itself.').waitFor();
    await comments(bo.page).locator('.mention', { hasText: '@Bo' }).waitFor();
    await bo.page.getByRole('button', { name: '1 new notification' }).waitFor();
    // Counts are broadcast at most once a second.
    await bo.page.getByRole('heading', { name: '2 comments' }).waitFor();
  });

  it('[B89] the draft of a comment is kept per post until it is sent', async () => {
    const field = bo.page.getByRole('textbox', { name: 'Add a comment' });
    const waitForDescription = (description: string) => waitForValue(field, description);
    await field.fill('half a thought');
    await bo.page.getByRole('link', { name: /^Rooms/ }).click();
    await bo.page.waitForURL('**/rooms');
    await bo.page.goBack();
    await waitForDescription('half a thought');
    await bo.page.reload();
    await waitForDescription('half a thought');
    await field.press('Enter');
    await comments(bo.page).getByText('half a thought').waitFor();
    await waitForDescription('');
    await bo.page.reload();
    await waitForDescription('');
  });

  it('[B87] the settings of a post are used in a room, and the new post names its source', async () => {
    const room = new RoomPage(bo.page);
    await bo.page.goto(`/p/${post.id}`);
    await bo.page.getByRole('button', { name: 'Open in a room' }).click();
    const choice = bo.page.getByRole('dialog', { name: 'Open in a room' });
    await choice.getByRole('textbox', { name: 'Name' }).fill('Foxes');
    await choice.getByRole('button', { name: 'Create and open' }).click();
    await bo.page.waitForURL(/\/rooms\//);
    await room.waitForPrompt(PROMPT);
    await bo.page.getByText(/^Applied the prompt and settings/).waitFor();
    expect(await bo.page.getByRole('textbox', { name: 'Steps, exact value' }).inputValue()).toBe('3');
    await room.renderButton.click();
    await room.image(1).waitFor();
    await room.openTake(1);
    const take = bo.page.getByRole('dialog', { name: 'Take 1' });
    await take.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = bo.page.getByRole('dialog', { name: 'Publish image' });
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    // An earlier toast stays while the pointer rests on it, over the bar of the room.
    await bo.page.mouse.move(720, 500);
    await bo.page.getByRole('button', { name: 'View', exact: true }).click();
    await bo.page.waitForURL((url) => url.pathname.startsWith('/p/') && !url.pathname.endsWith(post.id));
    const tree = (page: Page) => page.getByRole('region', { name: 'Sources and remixes' });
    await tree(bo.page)
      .getByRole('link', { name: /Fox of the evening Ana/ })
      .click();
    await bo.page.waitForURL(`**/p/${post.id}`);
    await tree(bo.page).getByRole('heading', { name: 'Remixes 1' }).waitFor();
    await tree(bo.page)
      .getByRole('link', { name: new RegExp(`${PROMPT} Bo`) })
      .waitFor();
    // The button names his last room, and leads there.
    await bo.page.getByRole('button', { name: 'Use in Foxes' }).click();
    await bo.page.waitForURL(/\/rooms\//);
    await bo.page.getByText(/^Applied the prompt and settings/).waitFor();
    await bo.page.goBack();
  });

  it('[B88] has no serious axe violations, fits a phone, and is readable for visitors, who are asked to sign in to write', async () => {
    await bo.page.getByRole('region', { name: 'Generation data' }).waitFor();
    expect(await accessibilityViolations(bo.page)).toEqual([]);
    const visitor = await openVisitor(app.url, PHONE);
    await visitor.page.goto(`/p/${post.id}`);
    await visitor.page.getByText('By itself.').waitFor();
    await visitor.page.getByText('下载 PNG').waitFor();
    await expectClean(visitor.page);
    await visitor.page.getByRole('button', { name: '在画室中打开' }).click();
    await visitor.page.getByRole('status').getByRole('button', { name: '登录或注册' }).click();
    await visitor.page.waitForURL(/sign-up\?next=/);
    await visitor.context.close();
  });
});
