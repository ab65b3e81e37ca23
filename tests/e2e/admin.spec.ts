import { describe, expect, it } from '@jest/globals';
import { openUser, openVisitor } from '../support/browser.js';
import { TINY_MODELS } from '../support/jam.js';
import { bootApp, RENDERING } from '../support/app.js';
import { installAxe, accessibilityViolations, overflowingElements } from '../support/page-checks.js';
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
    await installAxe(mira.context);
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
    await atBo.prompt.fill('a red fox');
    await atBo.renderButton.click();
    await atBo.image(1).waitFor();
    const entry = mira.page.locator('.pool-entries').getByRole('listitem');
    await entry.getByText('Next to unload').waitFor();
    expect(await entry.innerText()).toMatch(/tiny-sd-random\s+\d+ MB\s+Last used[\s\S]+loaded in/);
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await mira.page.setViewportSize({ width: 360, height: 740 });
    expect(await overflowingElements(mira.page)).toEqual([]);
  });
});
