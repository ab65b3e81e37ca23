import { beforeAll, describe, expect, it } from '@jest/globals';
import { openUser, openVisitor, type User, waitUntil } from '../support/browser.js';
import { type Node, startNode } from '../support/nodes.js';
import { accessibilityViolations, expectClean } from '../support/page-checks.js';
import { PASSWORD } from '../support/users.js';
import { connect } from '../support/live-client.js';

describe('direct messages in the browser', () => {
  let node: Node;
  let ana: User;
  let bo: User;

  beforeAll(async () => {
    node = await startNode();
    ana = await openUser(node.url, 'Ana');
    bo = await openUser(node.url, 'Bo');
  });

  const talk = (user: User, other: string) =>
    user.page.getByRole('region', { name: 'Direct messages' }).getByRole('listitem').filter({ hasText: other });

  /** Direct messages of the second user to the first need no acceptance. */
  const knows = async (user: User, other: User) => {
    const live = await connect(node.url, user.client.cookieHeader);
    await live.do('users.follow', { userId: other.me.id, on: true });
    live.close();
  };

  it('[B36] a user is found by keyboard, the chat is in front, and both lobbies list the room with its unread count', async () => {
    await knows(bo, ana);
    await bo.page.goto('/rooms');
    await bo.page.getByText('Your direct messages appear here.').waitFor();
    const { page } = ana;
    await page.goto('/rooms');
    await page.getByRole('button', { name: 'New direct message' }).click();
    const dialog = page.getByRole('dialog', { name: 'New direct message' });
    await page.keyboard.type('bo');
    await dialog.getByRole('option', { name: /Bo/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bo', level: 1 }).waitFor();
    await page.locator('.room-head').getByText('Online').waitFor();
    expect(await page.getByRole('button', { name: 'Invite' }).count()).toBe(0);
    await page.getByRole('textbox', { name: 'Message' }).fill('**dinner** at eight?');
    await page.keyboard.press('Enter');
    await talk(bo, 'Ana').getByText('1 unread').waitFor();
    await talk(bo, 'Ana').getByText('dinner').waitFor();
    await talk(bo, 'Ana').getByText('Online', { exact: true }).waitFor();
    await talk(bo, 'Ana').locator('.seal').waitFor();
    await talk(bo, 'Ana').getByRole('link').click();
    // In the direct room, not in the lobby that is just closing.
    await bo.page.getByRole('region', { name: 'Messages', exact: true }).getByText('dinner').waitFor();
    await bo.page.getByRole('link', { name: /^Rooms/ }).click();
    await talk(bo, 'Ana').waitFor();
    await waitUntil(
      'nothing is unread any more',
      () =>
        talk(bo, 'Ana')
          .getByText(/unread/)
          .count(),
      (count) => count === 0,
    );
  });

  it('[B70] a block is shown to both users before they write, and can be removed there', async () => {
    const eve = await openUser(node.url, 'Eve');
    await knows(bo, eve);
    const { body } = await eve.client.post<{ id: string }>('/api/direct-rooms', { userId: bo.me.id });
    const chatOf = ({ page }: User) => page.getByRole('region', { name: 'Chat', exact: true });
    await eve.page.goto(`/rooms/${body.id}`);
    await chatOf(eve).getByRole('textbox', { name: 'Message' }).waitFor();
    await eve.client.send('PUT', `/api/me/blocks/${bo.me.id}`, undefined);
    await chatOf(eve).getByText('You blocked Bo, so neither of you can send messages here.').waitFor();
    expect(await chatOf(eve).getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    await bo.page.goto(`/rooms/${body.id}`);
    await chatOf(bo).getByText('You and this user can’t message each other.').waitFor();
    expect(await chatOf(bo).getByRole('button', { name: 'Unblock' }).count()).toBe(0);
    await chatOf(eve).getByRole('button', { name: 'Unblock' }).click();
    await chatOf(eve).getByRole('textbox', { name: 'Message' }).waitFor();
    await chatOf(bo).getByRole('textbox', { name: 'Message' }).waitFor();
    await bo.page.goto('/rooms');
    await eve.context.close();
  });

  it('[B36] on a phone the chat is in front, and a user who leaves is shown as offline', async () => {
    const cleo = await openUser(node.url, 'Cleo', { width: 360, height: 740 });
    await knows(bo, cleo);
    const { body } = await cleo.client.post<{ id: string }>('/api/direct-rooms', { userId: bo.me.id });
    await cleo.page.goto(`/rooms/${body.id}`);
    await cleo.page.getByRole('textbox', { name: 'Message' }).fill('from the train');
    await cleo.page.keyboard.press('Enter');
    await talk(bo, 'Cleo').getByText('from the train').waitFor();
    await cleo.context.close();
    await talk(bo, 'Cleo').getByText('Offline', { exact: true }).waitFor({ state: 'attached' });
  });

  it('[B36] the name of the other user stays visible when the chat covers the canvas', async () => {
    const dora = await openUser(node.url, 'Dora', { width: 768 });
    await knows(bo, dora);
    const { body } = await dora.client.post<{ id: string }>('/api/direct-rooms', { userId: bo.me.id });
    await dora.page.goto(`/rooms/${body.id}`);
    await dora.page.getByRole('textbox', { name: 'Message' }).waitFor();
    // Nothing covers it: it can be clicked.
    await dora.page.getByRole('heading', { name: 'Bo', level: 1 }).click();
    await dora.page.getByRole('button', { name: 'Close chat' }).first().click();
    await dora.page.getByRole('textbox', { name: 'Message' }).waitFor({ state: 'hidden' });
    await dora.context.close();
  });

  it('[C47] a stranger waits for acceptance, which works by keyboard on a phone', async () => {
    const finn = await openUser(node.url, 'Finn');
    const gus = await openUser(node.url, 'Gus', { width: 360, height: 740 });
    await gus.page.goto('/rooms');
    const { body } = await finn.client.post<{ id: string }>('/api/direct-rooms', { userId: gus.me.id });
    await finn.page.goto(`/rooms/${body.id}`);
    const chat = finn.page.getByRole('region', { name: 'Chat', exact: true });
    await chat.getByText('Until they accept, you can send 3 text messages.').waitFor();
    expect(await chat.getByRole('button', { name: 'Attach images' }).count()).toBe(0);
    await chat.getByRole('textbox', { name: 'Message' }).fill('hello stranger');
    await finn.page.keyboard.press('Enter');
    await gus.page.getByText('1 message request').click();
    await talk(gus, 'Finn').getByText('hello stranger').waitFor();
    expect(await talk(gus, 'Finn').getByText('unread').count()).toBe(0);
    await talk(gus, 'Finn').getByRole('link').click();
    const request = gus.page.getByRole('region', { name: 'Message request' });
    await request.getByText('Finn wants to message you.').waitFor();
    expect(await gus.page.getByRole('textbox', { name: 'Message' }).count()).toBe(0);
    await expectClean(gus.page);
    await request.getByRole('button', { name: 'Accept' }).focus();
    await gus.page.keyboard.press('Enter');
    await gus.page.getByRole('textbox', { name: 'Message' }).fill('hello yourself');
    await gus.page.keyboard.press('Enter');
    await chat.getByText('hello yourself', { exact: true }).waitFor();
    await chat.getByText('Until they accept').waitFor({ state: 'detached' });
    await Promise.all([finn, gus].map(({ context }) => context.close()));
  });

  it.each([
    ['zh', 'light', 1440],
    ['en', 'dark', 768],
    ['zh', 'dark', 360],
  ] as const)('[B13][B14] the lobby with talks in %s, %s, at %d px', async (language, theme, width) => {
    const guest = await openUser(node.url, `BrowserUser ${language} ${width}`, { language, theme, width });
    await guest.client.post('/api/direct-rooms', { userId: ana.me.id });
    await guest.page.goto('/rooms');
    await guest.page.locator('.direct li').first().waitFor();
    await expectClean(guest.page);
    await guest.page.locator('.direct .write').click();
    await guest.page.locator('.user-search').waitFor();
    expect(await accessibilityViolations(guest.page)).toEqual([]);
    await guest.context.close();
  });

  it('[B37] [B268] the first admin opens the link that the server prints, signs in, is led through the setup, and appoints others', async () => {
    const link = await waitUntil(
      'the way to the first admin is printed',
      () => /\/claim\/[\w-]+/.exec(node.output())?.[0] ?? '',
      (path) => path !== '',
    );
    const chief = await openVisitor(node.url);
    const { page } = chief;
    await page.goto(link);
    await page.getByText('This link makes one account the first admin').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Create account' }).click();
    await page.getByRole('textbox', { name: 'Username' }).fill('Chief');
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('button', { name: 'Claim as Chief' }).click();
    await page.getByRole('heading', { name: 'Set up your server' }).waitFor();
    await page.getByRole('textbox', { name: 'Name of this server' }).fill('Harbor Studio');
    await page.getByRole('region', { name: 'What visitors see' }).getByText('Harbor Studio').waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('banner').getByText('Harbor Studio').waitFor();
    for (const step of ['Add samples', 'Add a bigger model', 'Only this computer reaches this address', 'Copy link']) {
      await page.getByText(step).waitFor();
      if (step !== 'Copy link') await page.getByRole('button', { name: 'Continue' }).click();
    }
    await page.getByRole('link', { name: 'Skip setup' }).click();
    await page.getByRole('heading', { name: 'Takes, last 24 hours' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search by name' }).fill('ana');
    await page.getByRole('combobox', { name: 'Role for Ana' }).selectOption({ label: 'Moderator' });
    await page.getByText('Ana’s role is now Moderator.').waitFor();
    await ana.page.goto('/me');
    await ana.page.getByText('Moderator').waitFor();
    const late = await openUser(node.url, 'Late', { refused: [404] });
    await late.page.goto(link);
    await late.page.getByRole('button', { name: 'Claim as Late' }).click();
    await late.page.getByText('This link is invalid or expired.').waitFor();
    await Promise.all([chief, late].map(({ context }) => context.close()));
  });
});
