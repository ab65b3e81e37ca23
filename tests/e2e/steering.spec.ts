import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openUser, type User, waitUntil } from '../support/browser.js';
import { takeFinished, TINY_MODELS } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { bootApp, RENDERING, type RunningApp } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { RoomPage, shownSha256, twoInARoom } from '../support/room-page.js';

/** Large and long enough for the tiny model that the test has time. */
const SIDE = '256';
const STEPS = 150;

describe('steering a take that renders', () => {
  let app: RunningApp;
  let mira: User;
  let bo: User;
  let atMira: RoomPage;
  let atBo: RoomPage;
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp({ ...RENDERING, modelsDir: TINY_MODELS });
    ({ mira, bo, atMira, atBo, roomId } = await twoInARoom(app.url));
  });

  const seals = ({ page }: RoomPage) =>
    page.getByRole('list', { name: 'Steering points' }).getByRole('listitem').allInnerTexts();
  const bothSee = (what: string, isSo: (seals: string[]) => boolean) =>
    waitUntil(
      what,
      () => Promise.all([seals(atMira), seals(atBo)]),
      ([one = [], two = []]) => isSo(one) && isSo(two),
    );

  async function renderSlowly(): Promise<void> {
    await atMira.page.getByRole('combobox', { name: 'Size' }).selectOption('free');
    for (const side of ['Width in pixels', 'Height in pixels']) {
      await atMira.page.getByRole('textbox', { name: side }).fill(SIDE);
      await atMira.page.getByRole('textbox', { name: side }).press('Enter');
    }
    await atMira.set('Steps', STEPS);
    await atMira.writePrompt('a red fox in the snow');
    await atMira.renderButton.click();
    await atMira.takeText(1, /Step \d+ of 150/).waitFor();
  }

  it('[B18] a steer applies from the next step, and everyone sees author, step, and change', async () => {
    await renderSlowly();
    await mira.page.getByText('Edit the prompt first, then steer.').waitFor();
    await atBo.writePrompt('a red owl in the snow');
    await bo.page.getByText('1 change isn’t in the image yet').waitFor();
    await atBo.prompt.press('Control+Shift+Enter');
    await bothSee('Bo’s seal stands', ([first]) => /Bo steered from step \d+: fox → owl/.test(first ?? ''));
    // Appends to the text that Bo enters instead of hers, whether it has arrived or not.
    await atMira.prompt.press('End');
    await mira.page.keyboard.insertText(' under a full moon');
    await mira.page.getByRole('button', { name: /^Steer from step \d+$/ }).click();
    await bothSee('Mira’s too', (all) => /Mira steered from step \d+: \+ under a full moon/.test(all[1] ?? ''));
    expect(await accessibilityViolations(mira.page)).toEqual([]);
  });

  it('[B19] the author stops the take and keeps its image, and others have no button to do so', async () => {
    await bo.page.getByText('started by Mira').waitFor();
    expect(await bo.page.getByRole('button', { name: /^(Stop here|Cancel)$/ }).count()).toBe(0);
    await mira.page.getByRole('button', { name: 'Stop here' }).click();
    for (const room of [atMira, atBo]) {
      await room.takeText(1, /Stopped at step \d+ of 150 by Mira/).waitFor();
      await room.image(1).waitFor();
    }
    await atBo.openTake(1);
    const large = bo.page.getByRole('dialog', { name: 'Take 1' });
    const history = large.getByRole('region', { name: 'Steering history' });
    expect(await history.getByRole('listitem').allInnerTexts()).toEqual([
      expect.stringMatching(/Bo steered from step \d+\s+fox → owl/),
      expect.stringMatching(/Mira steered from step \d+\s+\+ under a full moon/),
    ]);
    await history.getByRole('button', { name: 'Copy the prompt from that step on' }).first().waitFor();
  });

  it('[B23] a reproduced take has the same bytes, and everyone sees that', async () => {
    const first = await shownSha256(mira.page, atMira.image(1));
    await bo.page.getByRole('dialog', { name: 'Take 1' }).getByRole('button', { name: 'Render again' }).click();
    for (const room of [atMira, atBo]) {
      await room.takeText(2, /Identical to take 1, byte for byte/).waitFor();
    }
    expect(await shownSha256(mira.page, atMira.image(2))).toBe(first);
    expect((await seals(atBo)).length).toBe(2);
  });

  it('[B266] a finished take is watched again step by step, and its clip is posted in the chat', async () => {
    const bar = mira.page.getByRole('slider', { name: 'Steps of this image' });
    const shown = mira.page.locator('.take-image .cell');
    await bar.press('Home');
    await mira.page.getByText(/^Step 1 of \d+$/).waitFor();
    await bar.press('ArrowRight');
    await mira.page.getByText(/^Step 2 of \d+$/).waitFor();
    expect(await shown.count()).toBe(1);
    await bar.press('Escape');
    await shown.waitFor({ state: 'detached' });

    await mira.page.getByRole('button', { name: 'Clip', exact: true }).click();
    const dialog = mira.page.getByRole('dialog', { name: 'Clip of take 2' });
    await dialog.getByRole('img', { name: 'Animation of the render' }).waitFor();
    await dialog.getByText(/^Animated WebP, [\d.,]+ [KM]?B/).waitFor();
    expect(await accessibilityViolations(mira.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add to message' }).click();
    await mira.page.getByText('Clip of take 2').waitFor();
    await mira.page.getByRole('button', { name: 'Send', exact: true }).click();
    // Bo prefers less motion: the clip plays on press.
    await bo.page.locator('.take-card').getByRole('button', { name: 'Watch again' }).click();
    await bo.page.getByRole('img', { name: 'Clip of take 2' }).waitFor();
  });

  it('[B18] a steer that arrives too late is rejected with the reason', async () => {
    const late = await openUser(app.url, 'Late');
    const letThrough = await holdCommand(late.page, 'jam.steer');
    const atLate = new RoomPage(late.page);
    await atLate.enter(roomId);
    const live = await connect(app.url, mira.client.cookieHeader);
    await live.do('rooms.open', { roomId });
    const started = live.next('generation.started');
    const stopped = takeFinished(live);
    await atMira.writePrompt('a red fox in the snow');
    await atMira.renderButton.click();
    await atLate.takeText(3, /Step \d+ of 150/).waitFor();
    await atLate.writePrompt('a blue whale');
    await late.page.getByRole('button', { name: /^Steer from step/ }).click();
    // Stops over a socket, not through Mira's page: the late client waits at most ten seconds for its acknowledgement.
    await live.do('jam.stop', { roomId, takeId: (await started).payload.takeId });
    await stopped;
    letThrough();
    await late.page
      .getByRole('status')
      .getByText(/^(Too late: take 3|This take isn’t rendering)/)
      .waitFor();
  });

  it('[B18] a take with a prompt of its own is steered only once the shared prompt is edited', async () => {
    const message = mira.page.getByRole('textbox', { name: 'Message', exact: true });
    await message.fill('/imagine a green owl');
    await message.press('Enter');
    await atMira.takeText(4, /Step \d+ of 150/).waitFor();
    for (const { page } of [mira, bo]) await page.getByText('This take has a prompt of its own.').waitFor();
    const steer = bo.page.getByRole('button', { name: /^Steer from step/ });
    expect(await steer.getAttribute('aria-disabled')).toBe('true');
    await atBo.writePrompt('a yellow owl');
    await bo.page.getByText(/isn’t in the image yet|aren’t in the image yet/).waitFor();
    expect(await steer.getAttribute('aria-disabled')).toBeNull();
    await mira.page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await atMira.takeText(4, /Canceled/).waitFor();
  });

  it('[F98] [F99] [F100] a published take shows how it came about, on its page and in the feed', async () => {
    const { page } = mira;
    await atMira.openTake(2);
    await page.keyboard.press('Escape');
    await atMira.canvas
      .getByRole('button', { name: /^Publish/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: 'Publish image' });
    // Bo steered, so it is Mira's decision.
    const box = dialog.getByRole('checkbox', { name: 'Show how it came about' });
    expect(await box.isChecked()).toBe(false);
    await box.check();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await page.waitForURL(/\/p\//);
    // Its title is what it ended with.
    await page.getByRole('heading', { name: 'a red owl in the snow under a full moon', level: 1 }).waitFor();
    await page.locator('.prompt', { hasText: /Began as:\s*a red fox in the snow/ }).waitFor();
    const bar = page.locator('.beneath').getByRole('slider', { name: 'Steps of this image' });
    await bar.press('Home');
    await page.locator('.frame .cell').waitFor();
    expect(await page.getByRole('list', { name: 'Steering points' }).getByRole('listitem').count()).toBe(2);
    await bar.press('Escape');
    await page.locator('.frame .cell').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clip', exact: true }).click();
    await page.getByRole('img', { name: 'Animation of the render' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download clip' }).click();
    expect((await download).suggestedFilename()).toMatch(/^a red owl in the snow under a full moon \d+\.webp$/);
    await page.keyboard.press('Escape');

    // Pages of tests prefer less motion: nothing plays by itself.
    await page.getByRole('link', { name: 'Feed', exact: true }).first().click();
    const card = page.getByRole('article', { name: 'a red owl in the snow under a full moon' });
    await card.hover();
    const mark = card.getByRole('button', { name: 'Play clip' });
    expect(await mark.getAttribute('aria-pressed')).toBe('false');
    await mark.click();
    await card.locator('img.clip').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});

/** Holds back one kind of command; the page must not have opened its socket yet. @returns a function that releases it */
async function holdCommand(page: Page, command: string): Promise<() => void> {
  const held: (() => void)[] = [];
  let isOpen = false;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (isOpen || !message.includes(command)) server.send(message);
      else held.push(() => server.send(message));
    });
  });
  return () => {
    isOpen = true;
    for (const send of held) send();
  };
}
