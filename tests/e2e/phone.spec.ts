import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { openUser, type User, waitUntil } from '../support/browser.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { connect, type LiveClient } from '../support/live-client.js';
import { createRoom, sendText } from '../support/rooms.js';

describe('the room on a phone', () => {
  let app: RunningApp;
  let bo: User;
  let live: LiveClient;
  let roomId: string;
  let elsewhere: string;

  beforeAll(async () => {
    app = await bootApp();
    const ann = await openUser(app.url, 'Ann');
    bo = await openUser(app.url, 'Bo', { width: 360, height: 740, touch: true });
    [roomId, elsewhere] = [(await createRoom(ann)).id, (await createRoom(ann, { name: 'Elsewhere' })).id];
    live = await connect(app.url, ann.client.cookieHeader);
    for (const id of [roomId, elsewhere]) await live.do('rooms.open', { roomId: id });
    const guest = await connect(app.url, bo.client.cookieHeader);
    for (const id of [roomId, elsewhere]) await guest.do('rooms.open', { roomId: id });
    guest.close();
    for (const text of ['first words', 'last words']) await sendText({ live }, roomId, text);
    await bo.page.goto(`/rooms/${roomId}`);
    await bo.page.getByRole('tab', { name: 'Chat' }).tap();
  });

  const message = () => bo.page.getByRole('article').filter({ hasText: 'last words' });
  const heightOf = async (selector: string) => (await bo.page.locator(selector).boundingBox())?.height ?? 0;

  /** Touches it for some frames, as fingers do. */
  const press = async (what: Locator): Promise<void> => {
    // Waits until it no longer moves.
    await what.tap({ trial: true });
    const { x, y, width, height } = (await what.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const fingers = await bo.context.newCDPSession(bo.page);
    const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await bo.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };

  it('[B65] the chat has most of the screen, and nothing covers its tabs', async () => {
    await message().waitFor();
    await waitUntil(
      'the canvas is a strip',
      () => heightOf('.at-canvas'),
      (height) => height <= 96,
    );
    expect(await heightOf('.message-list')).toBeGreaterThan(740 / 2);
    const [action, tabs] = await Promise.all(
      ['.at-canvas .textual', '.at-tabs'].map((selector) => bo.page.locator(selector).boundingBox()),
    );
    expect((action?.y ?? 0) + (action?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0);
  });

  it('[B65] with the keyboard open, the take is one row above what is written', async () => {
    const { page } = bo;
    const typesWithKeyboard = async (tab: string, field: Locator, [least, most]: readonly [number, number]) => {
      await page.getByRole('tab', { name: tab }).tap();
      await field.tap();
      // As a keyboard does where the page asks for it.
      await page.setViewportSize({ width: 360, height: 420 });
      await waitUntil(
        `the field of ${tab} is in sight`,
        () => field.boundingBox(),
        (box) => box !== null && box.y >= 0 && box.y + Math.min(box.height, 24) <= 420,
      );
      const height = await heightOf('.at-canvas');
      expect(height).toBeGreaterThanOrEqual(least);
      expect(height).toBeLessThanOrEqual(most);
      await page.setViewportSize({ width: 360, height: 740 });
    };
    await typesWithKeyboard('Prompt', page.locator('.cm-content').first(), [170, 176]);
    await typesWithKeyboard('Chat', page.getByRole('textbox', { name: /message/i }), [0, 84]);
  });

  it('[B65] a long press on a message opens its menu, which stays open within the viewport, and moves nothing', async () => {
    // The keyboard of the test before closes, and the list follows its end.
    await (await message().elementHandle())?.waitForElementState('stable');
    const before = await message().boundingBox();
    const fingers = await bo.context.newCDPSession(bo.page);
    const touchPoints = [{ x: 120, y: (before?.y ?? 0) + 20 }];
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    const menu = bo.page.getByRole('menu');
    await menu.waitFor();
    // After the touch the browser sends an emulated click, which must not count as a click elsewhere.
    await bo.page.evaluate(
      "void (window.pressed = new Promise((over) => addEventListener('mouseup', () => over(), { once: true })))",
    );
    await fingers.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await bo.page.evaluate('window.pressed');
    const box = await menu.boundingBox();
    expect(box).toMatchObject({ height: expect.any(Number) });
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(740);
    expect(await message().boundingBox()).toEqual(before);
    await menu.getByRole('menuitem', { name: 'Reply' }).tap();
    await bo.page.getByText('Replying to Ann:').waitFor();
    await menu.waitFor({ state: 'detached' });
  });

  it('[B65] the actions of a tapped message can be tapped, and close on a tap or typing elsewhere', async () => {
    const tools = bo.page.getByRole('group', { name: 'Actions for Ann’s message' });
    const input = bo.page.getByRole('textbox', { name: 'Message' });
    await message().tap();
    await press(tools.getByRole('button', { name: 'React with 🔥' }));
    await message().getByRole('button', { name: /🔥/ }).last().waitFor();
    await input.tap();
    await tools.waitFor({ state: 'hidden' });
  });

  it('[B65] unread counts of other rooms are shown at the back link and in the bar, and mentions at the bell', async () => {
    await sendText({ live }, elsewhere, 'over here');
    const back = bo.page.getByRole('link', { name: /^All rooms/ });
    await back.getByText('1 unread').waitFor({ state: 'attached' });
    await sendText({ live }, elsewhere, `<@${bo.me.id}>, **come** over`);
    await bo.page.getByRole('button', { name: '1 new notification' }).tap();
    const news = bo.page.getByRole('region', { name: 'Notifications' });
    await news.getByText('@Bo, come over', { exact: true }).waitFor();
    await bo.page.keyboard.press('Escape');
    await back.tap();
    await bo.page.getByRole('navigation').getByRole('link', { name: 'Rooms 2 unread' }).waitFor();
    expect((await bo.page.locator('.bar .brand').boundingBox())?.height).toBeLessThanOrEqual(52);
  });
});
