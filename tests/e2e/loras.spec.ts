import { beforeAll, describe, expect, it } from '@jest/globals';
import { modelsWithAdditions } from '../support/additions.js';
import { openUser, type User } from '../support/browser.js';
import { DocumentClient } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { modelsWithLoras } from '../support/models-with-loras.js';
import { bootApp, RENDERING } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { RoomPage, shownSha256 } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';

describe('LoRAs and prompt syntax', () => {
  let mira: User;
  let atMira: RoomPage;
  let url: string;
  let roomId: string;

  beforeAll(async () => {
    const app = await bootApp({ ...RENDERING, modelsDir: await modelsWithAdditions(await modelsWithLoras()) });
    ({ url } = app);
    mira = await openUser(url, 'Mira');
    roomId = (await createRoom(mira, { name: 'Night sketches' })).id;
    atMira = new RoomPage(mira.page);
    await atMira.enter(roomId);
  });

  const reads = (text: string) => atMira.waitForPrompt(text);

  it('[B24] [B27] a LoRA is added with a weight and changes the image, and an incompatible one says why', async () => {
    // Brush was made for this one: the other model reads texts of another width.
    await mira.page.getByRole('button', { name: /^Model: / }).click();
    await mira.page.getByRole('option', { name: /^tiny-/ }).click();
    await mira.page.getByRole('button', { name: /^Model: tiny-/ }).waitFor();
    await atMira.writePrompt('a red fox');
    await atMira.setSeed(7);
    await atMira.set('Steps', 4);
    await atMira.renderButton.click();
    await atMira.image(1).waitFor();
    const plain = await shownSha256(mira.page, atMira.image(1));
    await mira.page.getByRole('button', { name: 'LoRA', exact: true }).click();
    const dialog = mira.page.getByRole('dialog', { name: 'Choose LoRA' });
    await dialog.getByRole('button', { name: 'Use Brush' }).waitFor();
    await dialog.getByText('Not compatible with any model on this server.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Use strange' }).count()).toBe(0);
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    // The row is as good as its button.
    const name = await dialog.getByText('Brush', { exact: true }).boundingBox();
    await mira.page.mouse.click(name!.x + 2, name!.y + 2);
    await dialog.waitFor({ state: 'detached' });
    await mira.page.keyboard.press('Escape');
    const weight = mira.page.getByRole('textbox', { name: 'Brush, exact value' });
    expect(await weight.inputValue()).toBe('0.80');
    await weight.fill('2');
    await weight.press('Enter');
    await mira.page.getByRole('button', { name: 'dry brush' }).click();
    await reads('a red fox, dry brush');
    await atMira.writePrompt('a red fox');
    await reads('a red fox');
    await atMira.renderButton.click();
    await atMira.image(2).waitFor();
    expect(await shownSha256(mira.page, atMira.image(2))).not.toBe(plain);
    await mira.page.getByText('loaded', { exact: true }).waitFor();
    await mira.page.getByRole('button', { name: 'Open full size' }).click();
    await mira.page.getByRole('dialog', { name: 'Take 2' }).getByText('Brush × 2').waitFor();
    await mira.page.keyboard.press('Escape');
  });

  it('[B24] a tag in the prompt becomes a setting', async () => {
    await mira.page.getByRole('button', { name: 'Remove Brush' }).click();
    await atMira.writePrompt('a red fox <lora:brush:0.5>');
    await mira.page.getByRole('button', { name: 'Move to LoRA settings' }).click();
    await reads('a red fox');
    expect(await mira.page.getByRole('textbox', { name: 'Brush, exact value' }).inputValue()).toBe('0.50');
  });

  it('[B26] weights are changed by keyboard, and prompt syntax is highlighted and explained', async () => {
    await atMira.writePrompt('a red fox');
    await atMira.prompt.press('Control+ArrowUp');
    await atMira.prompt.press('Control+ArrowUp');
    await reads('a red (fox:1.2)');
    for (let times = 0; times < 2; times++) await atMira.prompt.press('Control+ArrowDown');
    await reads('a red fox');
    await mira.page.getByRole('button', { name: 'How to write a prompt' }).click();
    const help = mira.page.getByRole('dialog', { name: 'How to write a prompt' });
    // Its footer cuts no line: in this window all of it is in sight.
    const hidden = (box: { scrollHeight: number; clientHeight: number }) => box.scrollHeight - box.clientHeight;
    expect(await help.evaluate(hidden)).toBe(0);
    expect(await help.locator('.body').evaluate(hidden)).toBe(0);
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await help.getByRole('button', { name: 'Insert [fox:owl:0.4]' }).click();
    await reads('a red fox [fox:owl:0.4]');
    expect(await mira.page.locator('.document-editor.prompt .grammar-syntax').allInnerTexts()).toEqual([
      '[',
      ':',
      ':0.4]',
    ]);
    await mira.page.keyboard.press('End');
    await mira.page.keyboard.insertText(' (open');
    await mira.page.locator('.document-editor.prompt .grammar-unbalanced').waitFor();
    // Tokens are counted in sight from half of those that a model reads at once.
    const tokens = mira.page.getByText(/^\d+ \/ (75|150) tokens$/);
    expect(await tokens.count()).toBe(0);
    await mira.page.keyboard.insertText(' snow'.repeat(40));
    await tokens.waitFor();
  });

  it('[B200] an embedding is chosen and says that its word is missing, and a VAE is chosen and taken back', async () => {
    const { page } = mira;
    await page.getByRole('button', { name: /^Model: / }).click();
    await page.getByRole('option', { name: /^tiny(?!-)/ }).click();
    await page.getByRole('button', { name: /^Model: tiny(?!-)/ }).waitFor();
    await page
      .getByText('Not compatible with this model: Brush. Remove or replace what is marked in Settings.')
      .waitFor();
    await page.getByRole('button', { name: 'Remove Brush' }).click();
    await atMira.writePrompt('a fox');
    await page.getByRole('button', { name: 'Embedding', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Choose embedding' });
    await dialog.getByText('Made for 2 text encoders. This model has 1.').waitFor();
    await dialog.getByText('2 vectors').first().waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Use Some-Style' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('“Some-Style” isn’t in the prompts, so this embedding has no effect.').waitFor();
    await reads('a fox');
    await page.getByRole('button', { name: 'Insert Some-Style into prompt', exact: true }).click();
    await reads('a fox, Some-Style');
    expect(await page.getByText('so this embedding has no effect').count()).toBe(0);

    await page.locator('summary', { hasText: 'More settings' }).click();
    await page.getByRole('button', { name: 'VAE' }).click();
    await page.getByRole('button', { name: 'Use bright' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Use the model’s own' }).waitFor();
    await atMira.renderButton.click();
    await atMira.image(3).waitFor();
    await page.getByRole('button', { name: 'Open full size' }).click();
    const take = page.getByRole('dialog', { name: 'Take 3' });
    await take.getByText('Some-Style', { exact: true }).waitFor();
    await take.getByText('bright', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Use the model’s own' }).click();
    await page.getByText('The model’s own', { exact: true }).waitFor();
    await page.locator('summary', { hasText: 'More settings' }).click();
  });

  it('[B235] a closed section opens when what is chosen in it cannot be used', async () => {
    const { page } = mira;
    const useOwn = page.getByRole('button', { name: 'Use the model’s own' });
    expect(await useOwn.isVisible()).toBe(false);
    const live = await connect(url, mira.client.cookieHeader);
    const client = await DocumentClient.in(roomId, live);
    client.settings.set('vae', JSON.stringify({ id: 'lost' }));
    await page.locator('.hint.bad').filter({ has: useOwn }).waitFor();
    await useOwn.click();
    await page.getByText('The model’s own', { exact: true }).waitFor();
    live.close();
  });
});
