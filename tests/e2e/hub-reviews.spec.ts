import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { bootApp, type RunningApp } from '../support/app.js';
import { openUser, openVisitor, type User, waitUntil } from '../support/browser.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { expectClean } from '../support/page-checks.js';
import { publishModel, type PublishedModel } from '../support/published-models.js';
import { publishUpload, addComment } from '../support/community.js';

describe('feedback on a model in the browser', () => {
  let app: RunningApp;
  let mei: User;
  let bo: User;
  let liveOfBo: LiveClient;
  let first: PublishedModel;
  let address: string;

  beforeAll(async () => {
    app = await bootApp();
    mei = await openUser(app.url, 'Mei');
    bo = await openUser(app.url, 'Bo');
    liveOfBo = await connect(app.url, bo.client.cookieHeader);
    first = await publishModel(app, { creator: mei.me.id, name: 'Inkpot', form: { label: '1.0' } });
    address = `/models/${first.model.id}`;
  });
  const open = async (page: Page, tab = 'talk') => {
    await page.goto(`${address}?tab=${tab}`);
    await page.getByRole('heading', { level: 1, name: 'Inkpot' }).waitFor();
  };
  const reviews = (page: Page) => page.getByRole('region', { name: 'Reviews' });
  const comments = (page: Page) => page.getByRole('region', { name: /comments?( yet)?$/i });
  const act = async (page: Page, of: string, name: string) => {
    await page.getByRole('button', { name: of }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  it('[B100] a review is written by keyboard, kept as a draft, edited, and deleted, and reaches the creator at once', async () => {
    await Promise.all([open(bo.page), open(mei.page)]);
    const [reviewsOfBo, reviewsOfMei] = [reviews(bo.page), reviews(mei.page)];
    await reviewsOfBo.getByText('No reviews yet.').waitFor();
    expect(await reviewsOfMei.getByRole('group', { name: 'Your rating' }).count()).toBe(0);
    await reviewsOfBo.getByRole('button', { name: 'Publish review' }).click();
    await reviewsOfBo.getByText('Choose a rating.').waitFor();
    await reviewsOfBo.getByRole('radio', { name: '1 out of 5 stars, doesn’t work for me' }).focus();
    for (let n = 0; n < 3; n++) await bo.page.keyboard.press('ArrowRight');
    await reviewsOfBo.getByText('good', { exact: true }).waitFor();
    await reviewsOfBo.getByRole('textbox').fill('Soft edges.');
    await bo.page.reload();
    const four = reviewsOfBo.getByRole('radio', { name: '4 out of 5 stars, good' });
    await four.waitFor();
    expect([await four.isChecked(), await reviewsOfBo.getByRole('textbox').inputValue()]).toEqual([
      true,
      'Soft edges.',
    ]);
    await reviewsOfBo.getByRole('textbox').press('Control+Enter');
    await reviewsOfMei.getByText('Soft edges.').waitFor();
    await reviewsOfMei.getByRole('article').getByRole('img', { name: '4 out of 5 stars' }).waitFor();
    await reviewsOfMei.getByText('4 out of 5 stars: 1 rating').waitFor();
    await reviewsOfBo.getByRole('button', { name: 'Edit' }).focus();
    await bo.page.keyboard.press('Enter');
    await bo.page.keyboard.press('ArrowLeft');
    await bo.page.keyboard.press('Escape');
    await reviewsOfBo.getByText('You reviewed this model.').waitFor();
    await bo.page.keyboard.press('Enter');
    expect(await four.isChecked()).toBe(true);
    for (let n = 0; n < 2; n++) await bo.page.keyboard.press('ArrowLeft');
    await reviewsOfBo.getByRole('button', { name: 'Save review' }).click();
    await reviewsOfMei.getByText('2 out of 5 stars: 1 rating').waitFor();
    await reviewsOfMei.getByText('edited').waitFor();
    await reviewsOfBo.getByRole('button', { name: 'Delete' }).click();
    await bo.page.getByRole('dialog', { name: 'Delete your review?' }).getByRole('button', { name: 'Delete' }).click();
    await reviewsOfMei.getByText('No reviews yet.').waitFor();
    await reviewsOfBo.getByRole('group', { name: 'Your rating' }).waitFor();
    expect(await reviewsOfBo.getByRole('textbox').inputValue()).toBe('');
    expect(await reviewsOfBo.getByRole('radio', { checked: true }).count()).toBe(0);
  });

  it('[B101] comments, replies, edits, reactions, and removals reach other clients of the model', async () => {
    await Promise.all([open(bo.page), open(mei.page, 'about')]);
    const field = bo.page.getByRole('textbox', { name: 'Add a comment' });
    await field.fill('Glass comes out milky.');
    await field.press('Enter');
    const peek = mei.page.getByRole('region', { name: 'Discussion' });
    await peek.getByRole('link', { name: 'Glass comes out milky.' }).click();
    await mei.page.locator('article.highlighted', { hasText: 'Glass comes out milky.' }).waitFor();
    await comments(mei.page).getByRole('button', { name: 'Reply' }).click();
    const answer = mei.page.getByLabel('Reply to Bo', { exact: true });
    await answer.fill('@Bo');
    const option = mei.page.getByRole('option', { name: 'Bo' });
    await option.waitFor();
    const { y, height } = (await option.boundingBox())!;
    expect(y + height).toBeLessThanOrEqual(mei.page.viewportSize()!.height);
    await answer.fill('@Bo 22 steps.');
    await mei.page.getByRole('button', { name: 'Post reply' }).click();
    await comments(bo.page).locator('.mention', { hasText: '@Bo' }).waitFor();
    await comments(bo.page).getByRole('group', { name: 'Reactions to Mei’s comment' }).getByRole('button').click();
    const picker = bo.page.getByRole('dialog', { name: 'Emoji' });
    await picker.getByRole('searchbox').fill('fire');
    await picker.getByRole('button', { name: 'fire', exact: true }).click();
    await comments(mei.page).getByRole('button', { name: '🔥, 1 person' }).waitFor();
    await act(bo.page, 'Actions for Bo’s comment', 'Edit');
    await bo.page.getByRole('textbox', { name: 'Edit comment' }).fill('Glass is milky at 28 steps.');
    await bo.page.keyboard.press('Enter');
    await comments(mei.page).getByText('Glass is milky at 28 steps.').waitFor();
    await act(mei.page, 'Actions for Mei’s comment', 'Delete');
    await mei.page
      .getByRole('dialog', { name: 'Delete this comment?' })
      .getByRole('button', { name: 'Delete' })
      .click();
    await comments(bo.page).getByText('22 steps.').waitFor({ state: 'detached' });
    await bo.page.getByRole('heading', { name: '1 comment' }).waitFor();
  });

  it('[B102] a like is counted live, and a visitor sees all feedback and returns to it after signing in', async () => {
    const guest = await openVisitor(app.url, { language: 'zh', width: 768 });
    await guest.page.goto(`${address}?tab=talk`);
    await Promise.all([open(bo.page, 'about'), open(mei.page)]);
    await bo.page.getByRole('button', { name: 'Like, liked by 0 people' }).click();
    await mei.page.getByRole('button', { name: 'Like, liked by 1 person' }).waitFor();
    // The page was loaded before the like, and its discussion is mounted after it.
    await bo.page.getByRole('link', { name: 'Discussion', exact: true }).click();
    await reviews(bo.page).waitFor();
    const liked = bo.page.getByRole('button', { name: 'Like, liked by 1 person' });
    expect(await liked.getAttribute('aria-pressed')).toBe('true');
    const heart = guest.page.getByRole('button', { name: '喜欢，已有 1 人喜欢' });
    await heart.click();
    await guest.page.getByText('登录后即可回应。').waitFor();
    expect(await heart.getAttribute('aria-pressed')).toBe('false');
    await expectClean(guest.page);
    await guest.page.getByRole('link', { name: '登录后即可评价' }).click();
    await guest.page.waitForURL(/sign-in\?next=/);
    expect(new URL(guest.page.url()).searchParams.get('next')).toBe(`${address}?tab=talk`);
    await guest.context.close();
  });

  it('[B103] the gallery of a model shows its images, all or those of the version in the URL', async () => {
    const form = { label: '1.1' };
    await publishModel(app, { creator: mei.me.id, modelId: first.model.id, name: 'Inkpot', form });
    await open(bo.page, 'gallery');
    await bo.page.getByText('No images yet.').waitFor();
    const infotext = `a fox\nSteps: 4, Sampler: DDIM, CFG scale: 5, Seed: 1, Size: 64x64, Model hash: ${first.version.hash}`;
    await publishUpload({ ...bo, live: liveOfBo }, { title: 'Snow' }, infotext);
    await waitUntil(
      'the model counts it',
      () => bo.client.get(`/api/hub/models/${first.model.id}`),
      ({ body }) => JSON.stringify(body).includes('"images":1'),
    );
    await open(bo.page, 'gallery');
    await bo.page.getByRole('article', { name: 'Snow' }).waitFor();
    await bo.page.getByRole('button', { name: 'Made with 1.1: no images' }).click();
    await bo.page.getByText('No images made with this version yet.').waitFor();
    await bo.page.getByRole('button', { name: 'Made with 1.0: 1 image' }).click();
    await bo.page.getByRole('article', { name: 'Snow' }).waitFor();
    expect(new URL(bo.page.url()).searchParams.get('made')).toBe('1.0');
  });

  it('[B104] notifications about models are shown in both languages and lead to their subject', async () => {
    const { id: modelId } = first.model;
    const xia = await openUser(app.url, 'Xia', { language: 'zh' });
    const follow = { userId: mei.me.id, on: true };
    await liveOfBo.do('users.follow', follow);
    await (await connect(app.url, xia.client.cookieHeader)).do('users.follow', follow);
    await addComment({ live: liveOfBo }, { kind: 'model', id: modelId }, 'Clear now.');
    await liveOfBo.do('hub.setReview', { modelId, stars: 5, text: 'Very soft.' });
    const form = { label: '1.2' };
    await publishModel(app, { creator: mei.me.id, modelId, name: 'Inkpot', form });
    const leads = async ({ page }: User, bell: RegExp, line: RegExp, to: string, there: string) => {
      await page.goto('/rooms');
      await page.getByRole('banner').getByRole('button', { name: bell }).click();
      await page.getByRole('link', { name: line }).click();
      await page.waitForURL(`**${address}?${to}`);
      await page.getByRole('main').getByText(there).first().waitFor();
    };
    const english = /new notification|Notifications/;
    await leads(mei, english, /Bo rated your model Inkpot 5 stars.*Very soft\./s, 'tab=talk', 'Very soft.');
    await leads(mei, english, /Bo commented on your model Inkpot\s.*Clear now\./s, 'tab=talk&comment=*', 'Clear now.');
    await leads(mei, english, /Bo reacted with ❤️ to your model Inkpot/, 'tab=talk', 'Very soft.');
    await leads(bo, english, /Mei published 1\.2 of Inkpot/, 'version=1.2', 'Files in 1.2');
    await leads(xia, /条新通知/, /Mei 发布了“Inkpot”的新版本 1\.2/, 'version=1.2', '1.2 的文件');
    await xia.context.close();
  });

  it('[B102] fits with many comments, and has no serious axe violations', async () => {
    const { page, context } = await openVisitor(app.url, { theme: 'dark', width: 360 });
    await open(page);
    await page.getByText('Very soft.').waitFor();
    await expectClean(page);
    await context.close();
  });
});
