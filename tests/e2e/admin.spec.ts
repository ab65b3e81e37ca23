import { describe, expect, it } from '@jest/globals';
import { openUser, openVisitor } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { bootApp, RENDERING } from '../support/app.js';
import { accessibilityViolations, overflowingElements } from '../support/page-checks.js';
import { RoomPage } from '../support/room-page.js';
import { createRoom } from '../support/rooms.js';
import { appoint } from '../support/admins.js';

describe('the instance status in the browser', () => {
  it('[B25] [T19] renderers, memory and isolation are shown live to admins and to no one else', async () => {
    const app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    const [mira, bo] = [await openUser(app.url, 'Mira'), await openUser(app.url, 'Bo')];
    await bo.page.goto('/admin');
    await bo.page.getByRole('heading', { name: 'Only admins can open this page.' }).waitFor();
    const visitor = await openVisitor(app.url);
    await visitor.page.goto('/admin');
    await visitor.page.getByRole('main').getByRole('link', { name: 'Sign in' }).waitFor();

    await appoint(app, 'Mira');
    await mira.page.goto('/rooms');
    await mira.page.getByRole('button', { name: 'Mira’s account' }).click();
    await mira.page.getByRole('link', { name: 'Server admin' }).click();
    await mira.page.getByText('Live', { exact: true }).waitFor();
    expect(await mira.page.locator('.pool-entries').count()).toBe(0);
    const isolated = mira.page.getByRole('region', { name: 'Isolation' });
    for (const process of ['Renderer', 'Model trials', 'Image decoding']) {
      await isolated.getByText(process).first().waitFor();
    }
    const room = await createRoom(bo, { name: 'Night sketches' });
    const atBo = new RoomPage(bo.page);
    await atBo.enter(room.id);
    await atBo.writePrompt('a red fox');
    await atBo.renderButton.click();
    await atBo.image(1).waitFor();
    await mira.page.getByRole('heading', { name: 'Everything is running', level: 1 }).waitFor();
    await mira.page.getByText('nothing waits').first().waitFor();
    const entry = mira.page.locator('.pool-entries').getByRole('listitem');
    await entry.getByText('Next to unload').waitFor();
    expect(await entry.innerText()).toMatch(/tiny-sd-random\s+\d+ MB\s+Last used[\s\S]+loaded in/);
    const renderer = mira.page.locator('.renderer');
    await renderer.getByText('CPU', { exact: true }).waitFor();
    await renderer.getByText(/ s a step at \d+ px$/).waitFor();
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await mira.page.setViewportSize({ width: 360, height: 740 });
    expect(await overflowingElements(mira.page)).toEqual([]);
  });

  it('[L7] a user lends a renderer, sets its rules, and sees what admins decide; the token is shown once', async () => {
    const app = await bootApp();
    const [mira, ada] = [await openUser(app.url, 'Mira', { goesOffline: true }), await openUser(app.url, 'Ada')];
    await appoint(app, 'Ada');
    await createRoom(mira, { name: 'Night sketches' });
    const { page } = mira;
    await page.goto('/');
    await page.getByRole('button', { name: 'Mira' }).click();
    await page.getByRole('link', { name: 'Lend your GPU' }).click();
    await page.getByRole('heading', { name: 'Lend your GPU' }).waitFor();
    await page.getByRole('button', { name: 'New renderer' }).click();
    await page.getByLabel('Name').fill('RTX 4070');
    await page.getByRole('button', { name: 'Create token' }).click();
    const token = page.getByRole('textbox', { name: 'Token' });
    expect(await token.inputValue()).toMatch(/^vsl_[\w-]{43}$/);
    const command = page.getByRole('textbox', { name: 'Command' });
    expect(await command.inputValue()).toBe(`npx visionary lend ${app.url}`);
    page.once('dialog', (dialog) => void dialog.dismiss());
    const asked = page.waitForEvent('dialog');
    await page.evaluate('location.reload()').catch(() => undefined);
    expect((await asked).type()).toBe('beforeunload');
    await page.getByRole('link', { name: 'Visionary' }).first().click();
    await page.getByRole('dialog', { name: 'Leave without the token?' }).getByRole('button', { name: 'Leave' }).click();
    await page.goto('/me/lending');
    const row = page.getByRole('listitem').filter({ hasText: 'RTX 4070' });
    await row.getByText('Waiting for an admin').waitFor();
    expect(await token.count()).toBe(0);

    await row.getByRole('button', { name: 'Edit rules of RTX 4070' }).click();
    const rules = page.getByRole('dialog');
    await rules.getByText('My rooms').click();
    await rules.getByRole('button', { name: 'Save' }).click();
    await rules.getByText('Choose at least one room.').waitFor();
    await rules.getByLabel('Night sketches').check();
    await rules.getByLabel('Memory for models, in GB').fill('8');
    await rules.getByLabel('Quiet hours').check();
    await rules.getByLabel('From').fill('22:30');
    expect(await accessibilityViolations(page)).toEqual([]);
    await rules.getByRole('button', { name: 'Save' }).click();
    await row.getByText('For 1 room • all models • up to 8 GB • quiet from 22:30 to 07:00').waitFor();

    await ada.page.goto('/admin');
    const lent = ada.page.getByRole('region', { name: 'Lent renderers' });
    await lent.getByRole('button', { name: 'Accept: RTX 4070' }).click();
    await row.getByText('Offline').waitFor();
    await mira.context.setOffline(true);
    await row.getByText('Unknown: no connection to the server').waitFor();
    await mira.context.setOffline(false);
    await row.getByText('Offline').waitFor();
    await lent.getByRole('button', { name: 'Ban…: RTX 4070' }).click();
    await ada.page.getByRole('dialog').getByLabel('Reason').fill('It returned noise.');
    await ada.page.getByRole('button', { name: 'Ban renderer' }).click();
    await row.getByText('Reason: It returned noise.').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    for (const one of [page, ada.page]) {
      await one.setViewportSize({ width: 360, height: 740 });
      expect(await overflowingElements(one)).toEqual([]);
    }
  });
});
