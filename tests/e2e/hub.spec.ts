import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MyTakePage } from '@visionary/contract';
import type { Page } from 'playwright-core';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { openUser, openVisitor, type User, waitUntil } from '../support/browser.js';
import { TINY, TINY_MODELS, DocumentClient } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { expectClean, LOOKS } from '../support/page-checks.js';
import { publishModel, type PublishedModel } from '../support/published-models.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

const INK = {
  description: 'Ink and wet paper; it would rather leave out than fill up.',
  baseModelName: 'trained from nothing',
  ...{ triggerWords: ['inkpot style', '留白'], tags: ['ink', 'still life'] },
  recommended: { scheduler: 'euler' as const, steps: 3, guidance: 6.5, width: 64, height: 64 },
};

describe('the model hub in the browser', () => {
  let app: RunningApp;
  let mei: User;
  let bo: User;
  let ink: PublishedModel;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    mei = await openUser(app.url, 'Mei');
    bo = await openUser(app.url, 'Bo', { refused: [404] });
    const creator = mei.me.id;
    const first = await publishModel(app, { creator, name: 'Inkpot', form: { ...INK, label: '1.0' } });
    const form = { ...INK, label: '1.1', notes: 'Less grey in snow' };
    ink = await publishModel(app, { creator, modelId: first.model.id, name: 'Inkpot', form });
    const lora = { kind: 'lora' as const, form: { label: 'v1', license: 'MIT' as const, tags: ['ink'] } };
    await publishModel(app, { creator: bo.me.id, name: 'Wet Paper', ...lora });
    await publishModel(app, {
      creator: bo.me.id,
      kind: 'weights',
      name: '水墨权重',
      form: { contentRating: 'sensitive' },
    });
  });
  const cards = (page: Page) =>
    page.getByRole('region', { name: 'Models', exact: true }).getByRole('heading', { level: 3 });
  const reads = (page: Page, names: readonly string[]) =>
    waitUntil(
      `the list has ${names.join(', ')}`,
      () => cards(page).allInnerTexts(),
      (now) => now.join() === names.join(),
    );
  const open = async (page: Page, address = `/models/${ink.model.id}`) => {
    await page.goto(address);
    await page.getByRole('heading', { level: 1, name: 'Inkpot' }).waitFor();
  };
  const act = async (page: Page, name: string | RegExp) => {
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  it('[B105] models are searched and filtered, the URL keeps the query, and an empty result says what to do', async () => {
    const { page, context } = await openVisitor(app.url);
    await page.goto('/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Models' }).click();
    await reads(page, ['Wet Paper', 'Inkpot']);
    await page.keyboard.press('/');
    await page.keyboard.type('inkpot');
    await reads(page, ['Inkpot']);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('留');
    await reads(page, ['Inkpot']);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Clear search' }).click();
    await page.getByRole('button', { name: /^ink/ }).click();
    await page.getByRole('group', { name: 'Type' }).getByRole('button', { name: /^LoRA/ }).click();
    await reads(page, ['Wet Paper']);
    expect(new URL(page.url()).search).toBe('?tag=ink&kind=lora');
    await page.reload();
    await reads(page, ['Wet Paper']);
    await page.goBack();
    await reads(page, ['Wet Paper', 'Inkpot']);
    await page.getByRole('button', { name: 'Clear all filters' }).click();
    await page.goto('/models?text=nothing+like+it');
    await page.getByText('No models match “nothing like it”.').waitFor();
    await page.getByRole('button', { name: 'Browse all models' }).click();
    await reads(page, ['Wet Paper', 'Inkpot']);
    expect(await page.getByRole('button', { name: /^Sensitive/ }).count()).toBe(0);
    await context.close();
    await bo.page.goto('/models');
    await bo.page.getByRole('button', { name: /^Sensitive/ }).click();
    await reads(bo.page, ['水墨权重', 'Wet Paper', 'Inkpot']);
  });

  it('[B107] the version in the URL is shown with its trigger words, files, and hashes', async () => {
    const { page } = bo;
    await open(page);
    await page.getByRole('heading', { name: 'Files in 1.1' }).waitFor();
    expect(await page.getByRole('button', { name: 'Copy inkpot style' }).count()).toBe(1);
    await page.getByRole('table').getByRole('link', { name: '1.0' }).click();
    await page.getByRole('heading', { name: 'Files in 1.0' }).waitFor();
    expect(new URL(page.url()).search).toBe('?version=1.0');
    await page.getByText('File details').click();
    await page.getByText('Inkpot@1.0', { exact: true }).waitFor();
    await page.goto('/models/Inkpot@1.0');
    await page.getByRole('heading', { name: 'Files in 1.0' }).waitFor();
    await page.goto('/models/Nothing@1.0');
    await page.getByText('Model not found.').waitFor();
  });

  it('[B109] a version downloads as a zip, and each file alone, under descriptive names', async () => {
    const { page } = bo;
    await open(page);
    await page.getByRole('button', { name: /^Download, / }).click();
    const [zip] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^All files \(zip/ }).click(),
    ]);
    expect(zip.suggestedFilename()).toMatch(/^Inkpot.*1\.1.*\.zip$/);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'unet/model.onnx' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.onnx$/);
  });

  it('[B108] one click opens a room with the model, its trigger words, and its settings, and it renders', async () => {
    const { page } = bo;
    const room = new RoomPage(page);
    await open(page);
    await page.getByRole('button', { name: 'Try in a room' }).click();
    await page.getByText('Inkpot 1.1 selected.').waitFor();
    expect(await room.text()).toBe('inkpot style, 留白');
    expect(await page.getByRole('textbox', { name: 'Steps, exact value' }).inputValue()).toBe('3');
    await room.renderButton.click();
    await room.image(1).waitFor();
    const live = await connect(app.url, bo.client.cookieHeader);
    const { body } = await bo.client.get<MyTakePage>('/api/me/takes');
    const image = { takeId: body.takes[0]?.take.id ?? '', index: 0 };
    await live.do('feed.publish', { clientId: randomUUID(), image, title: 'Snow' });
    const address = page.url();
    await open(page);
    await page.getByRole('button', { name: 'Try in a room' }).click();
    await page.getByText('Inkpot 1.1 selected.').waitFor();
    expect([page.url(), await room.text()]).toEqual([address, 'inkpot style, 留白']);
  });

  it('[B125] local models come first, after the results of a search, and can be tried like others', async () => {
    const { page } = mei;
    const own = page.getByRole('region', { name: 'Models of this server' });
    await page.goto('/models');
    await own.getByRole('heading', { name: TINY.model, exact: true }).waitFor();
    await reads(page, ['Wet Paper', 'Inkpot']);
    await page.getByRole('group', { name: 'Type' }).getByRole('button', { name: /^LoRA/ }).click();
    await reads(page, ['Wet Paper']);
    expect(await own.count()).toBe(0);
    await page.goto('/models?text=SD+random');
    await page.getByText('No published models match “SD random”.').waitFor();
    await own.getByRole('button', { name: TINY.model }).click();
    await page.waitForURL(/\/rooms\//);
    await page.getByRole('button', { name: `Model: ${TINY.model}` }).waitFor();
  });

  it('[B112] the site search finds models and leads to their pages', async () => {
    const { page } = bo;
    await page.goto('/search?text=inkpot');
    const found = page.getByRole('region', { name: 'Models', exact: true });
    await found.getByRole('link', { name: 'Inkpot' }).click();
    await page.getByRole('heading', { level: 1, name: 'Inkpot' }).waitFor();
  });

  it('[B111] published models are listed and counted on the profile of their creator', async () => {
    const { page } = bo;
    await page.goto(`/users/${mei.me.id}?tab=models`);
    await page.getByRole('link', { name: 'Models 1', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Inkpot' }).click();
    await page.getByRole('heading', { level: 1, name: 'Inkpot' }).waitFor();
  });

  it('[M78] [B130] a removed version is marked as unavailable in each room that uses it, and Render says what to do', async () => {
    const { version } = await publishModel(app, { creator: mei.me.id, name: 'Ebb' });
    const room = await createRoom(mei);
    const author = await DocumentClient.in(room.id, await connect(app.url, mei.client.cookieHeader));
    author.settings.set('model', version.useId);
    author.type('a boat on the sand');
    expect(await author.rejections()).toEqual([]);
    const pages = [mei, bo].map(({ page }) => new RoomPage(page));
    for (const one of pages) {
      await one.enter(room.id);
      await one.page.getByText('Ebb 1.0').first().waitFor();
      expect(await one.renderButton.getAttribute('aria-disabled')).toBeNull();
    }
    expect((await mei.client.delete(`/api/hub/versions/${version.id}`)).status).toBe(204);
    for (const { page, renderButton } of pages) {
      await page.getByText('This model was deleted or isn’t on this server. Choose another one to render.').waitFor();
      await page.getByText(/^“Ebb@1\.0” was deleted or isn’t on this server\. Choose another model/).waitFor();
      expect(await renderButton.getAttribute('aria-disabled')).toBe('true');
    }
  });

  it('[B110] [B192] edits by the creator are shown live, and deleting first shows the usage', async () => {
    await open(bo.page);
    await open(mei.page);
    await act(mei.page, 'Edit details');
    const dialog = mei.page.getByRole('dialog', { name: 'Edit Inkpot' });
    await dialog.getByRole('textbox', { name: 'Description' }).fill('Snow, mostly.');
    await dialog.getByRole('combobox', { name: 'License' }).selectOption('CC-BY-NC-4.0');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await bo.page.getByText('Snow, mostly.').waitFor();
    await bo.page.getByText('No commercial use').waitFor();
    await act(mei.page, 'Edit version 1.1');
    const words = mei.page.getByRole('textbox', { name: 'Trigger words' });
    await words.fill('wet paper');
    await words.press('Enter');
    await mei.page.getByRole('combobox', { name: 'Sampler' }).selectOption({ index: 1 });
    await mei.page.getByRole('button', { name: 'Save' }).click();
    for (const { page } of [bo, mei]) await page.getByRole('button', { name: 'Copy wet paper' }).waitFor();
    await mei.page.getByRole('dialog').waitFor({ state: 'detached' });
    await act(mei.page, 'Unpublish version 1.1');
    await mei.page.getByRole('button', { name: 'Unpublish', exact: true }).click();
    await bo.page.getByRole('heading', { name: 'Files in 1.0' }).waitFor();
    // Waits for the update before opening the menu: an update while the menu is open closes it.
    await mei.page.getByRole('dialog').waitFor({ state: 'detached' });
    await mei.page.getByRole('table').getByText('Unpublished by its creator').waitFor();
    await act(mei.page, 'Republish version 1.1');
    await mei.page.getByRole('button', { name: 'Republish' }).click();
    await bo.page.getByRole('heading', { name: 'Files in 1.1' }).waitFor();
    await act(mei.page, 'Delete model');
    const ask = mei.page.getByRole('dialog', { name: 'Delete Inkpot?' });
    await ask.getByText('1 published image made with it').waitFor();
    await ask.getByRole('button', { name: 'Delete permanently' }).click();
    await bo.page.getByText('This model was just deleted.').waitFor();
    await mei.page.getByText('Inkpot deleted.').waitFor();
    await reads(mei.page, ['Wet Paper']);
  });
});

describe('the model hub at every size', () => {
  let app: RunningApp;
  let modelId: string;
  beforeAll(async () => {
    app = await bootApp();
    const { me } = await openUser(app.url, 'Mei');
    const form = { ...INK, label: '1.0' };
    modelId = (await publishModel(app, { creator: me.id, name: 'Inkpot', form })).model.id;
    await publishModel(app, { creator: me.id, kind: 'lora', name: '水墨', form: { contentRating: 'sensitive' } });
  });

  it.each(LOOKS)('[B106][B13][B14] in %s, %s, at %d px fits and is clean', async (language, theme, width) => {
    const { page, context } = await openVisitor(app.url, { language, theme, width });
    for (const path of ['/models?contentRating=adult', `/models/${modelId}`]) {
      await page.goto(path);
      await page.getByRole('heading', { name: 'Inkpot' }).waitFor();
      await expectClean(page);
    }
    await context.close();
  });
});
