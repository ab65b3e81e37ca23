import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PostView } from '@visionary/contract';
import type { Locator } from 'playwright-core';
import { openUser, type User } from '../support/browser.js';
import { sendMessage } from '../support/chat.js';
import { DocumentClient } from '../support/jam.js';
import { connect } from '../support/live-client.js';
import { bootApp, type RunningApp } from '../support/app.js';
import { accessibilityViolations } from '../support/page-checks.js';
import { createRoom } from '../support/rooms.js';
import { appoint } from '../support/admins.js';
import { publishUpload } from '../support/community.js';

describe('moderation in the browser', () => {
  let app: RunningApp;
  let [ann, bob, mod, chief] = [] as unknown as [User, User, User, User];
  let post: PostView;
  let roomId: string;

  beforeAll(async () => {
    app = await bootApp();
    ann = await openUser(app.url, 'Ann', { refused: [403, 404] });
    [bob, mod, chief] = [
      ...[await openUser(app.url, 'Bob'), await openUser(app.url, 'Moe'), await openUser(app.url, 'Chief')],
    ] as [User, User, User];
    await appoint(app, 'Moe', 'moderator');
    await appoint(app, 'Chief');
    const live = await connect(app.url, ann.client.cookieHeader);
    post = await publishUpload({ ...ann, live });
    roomId = (await createRoom(ann, { name: 'Night sketches' })).id;
    await live.do('rooms.open', { roomId });
    await sendMessage({ live }, roomId, 'buy my prints');
  });

  const row = ({ page }: User, text: string) => page.getByRole('link').filter({ hasText: text });
  const report = async ({ page }: User, reason: string, text: string) => {
    const dialog = page.getByRole('dialog', { name: 'Report this?' });
    await dialog.getByRole('button', { name: 'Report' }).click();
    await dialog.getByText('Choose a reason.').waitFor();
    await dialog.getByRole('radio', { name: reason }).check();
    await dialog.getByRole('textbox', { name: 'Details' }).fill(text);
    expect(await accessibilityViolations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Report' }).click();
    await page.getByText('Thanks for your report. Moderators will review it.').waitFor();
  };
  const choose = async ({ page }: User, menu: Locator, act: string) => {
    await menu.click();
    await page.getByRole('menuitem', { name: act }).click();
  };

  it('[B140] a post and a message are reported with a reason, and appear live in the case queue', async () => {
    await mod.page.goto('/moderation');
    await mod.page.getByText('No open cases.').waitFor();
    await bob.page.goto(`/p/${post.id}`);
    await bob.page.getByRole('button', { name: 'Report', exact: true }).click();
    await report(bob, 'Violent or graphic', 'blood in the water');
    await row(mod, 'Reported by 1 person: Violent or graphic').waitFor();
    await bob.page.goto(`/rooms/${roomId}`);
    const message = bob.page.getByRole('article').filter({ hasText: 'buy my prints' });
    await message.hover();
    await choose(bob, message.getByRole('button', { name: 'More' }), 'Report');
    await report(bob, 'Spam or advertising', '');
    await row(mod, 'Reported by 1 person: Spam or advertising').waitFor();
    expect(await accessibilityViolations(mod.page)).toEqual([]);
  });

  it('[B141] a claimed case is decided by its moderator only, and a removed post is hidden and tells its author why', async () => {
    await ann.page.goto(`/p/${post.id}`);
    await ann.page.getByRole('heading', { name: 'Moonlit' }).waitFor();
    await row(mod, 'Violent or graphic').click();
    await mod.page.getByText('blood in the water').waitFor();
    await mod.page.getByRole('button', { name: 'Claim', exact: true }).click();
    await mod.page.getByRole('button', { name: 'Release' }).waitFor();
    await chief.page.goto('/moderation');
    await chief.page.getByText(/^Claimed by Moe until/).waitFor();
    expect(await chief.page.getByRole('button', { name: 'Keep', exact: true }).count()).toBe(0);
    await mod.page.getByRole('button', { name: 'Remove and notify author' }).click();
    const dialog = mod.page.getByRole('dialog', { name: 'Remove it and notify Ann?' });
    await dialog.getByRole('textbox', { name: 'Message to the author' }).fill('Too cruel for everybody.');
    expect(await accessibilityViolations(mod.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await mod.page.getByText('Only visible to moderators.').waitFor();
    await ann.page.getByRole('heading', { name: 'Removed by moderators' }).waitFor();
    await ann.page.getByText('Too cruel for everybody.').waitFor();
  });

  it('[B195] an image that was removed leaves a placeholder with the reason on the profile of its author, for the author only', async () => {
    await ann.page.goto('/me');
    const placeholder = ann.page.getByRole('listitem').filter({ hasText: 'Removed by moderators' });
    await placeholder.getByRole('heading', { name: 'Moonlit' }).waitFor();
    await placeholder.getByText('Too cruel for everybody.').waitFor();
    expect(await accessibilityViolations(ann.page)).toEqual([]);
    await placeholder.getByRole('link', { name: 'See why and appeal' }).click();
    await ann.page.getByRole('button', { name: 'Appeal' }).waitFor();
    await bob.page.goto(`/users/${ann.me.id}`);
    await bob.page.getByText('No images yet.').waitFor();
    expect(await bob.page.getByText('Removed by moderators').count()).toBe(0);
  });

  it('[B142] [B164] the author sees the decision, its reason, and how to appeal on every page, and another moderator restores the post', async () => {
    await ann.page.goto('/models');
    await ann.page.getByRole('button', { name: '1 new notification' }).click();
    const news = ann.page.getByRole('link', {
      name: /Your image “Moonlit” was removed\. See why and how to appeal/,
    });
    await news.getByText('Too cruel for everybody.').waitFor();
    await news.click();
    await ann.page.getByText('Violent or graphic').waitFor();
    await ann.page.getByRole('button', { name: 'Appeal' }).click();
    await ann.page.getByRole('textbox', { name: 'Reason for appeal' }).fill('It is a still life.');
    await ann.page.getByRole('button', { name: 'Appeal' }).click();
    await ann.page.getByText('Waiting for review.').waitFor();
    await mod.page.getByText('You made this decision. Another moderator has to handle the appeal.').waitFor();
    const open = await ann.context.newPage();
    await open.goto(`/p/${post.id}`);
    await open.getByRole('heading', { level: 1, name: 'Removed by moderators' }).waitFor();
    expect(await open.getByText('Image not found.').count()).toBe(0);
    await chief.page.getByRole('button', { name: /^Appeals/ }).click();
    await row(chief, 'Appeal: Reported by 1 person: Violent or graphic').click();
    await chief.page.getByRole('button', { name: 'Grant appeal' }).click();
    await chief.page.getByText('Enter a response.').waitFor();
    await chief.page.getByRole('textbox', { name: 'Response' }).fill('You are right.');
    await chief.page.getByRole('button', { name: 'Grant appeal' }).click();
    const confirmation = chief.page.getByRole('dialog', { name: 'Grant the appeal and revert the decision?' });
    await confirmation.getByRole('button', { name: 'Grant appeal' }).click();
    await ann.page.getByRole('button', { name: '1 new notification' }).click();
    await ann.page.getByText('Your appeal was granted, and the decision was reverted').waitFor();
    // The tab was open all the time and has not reloaded.
    await open.getByRole('heading', { name: 'Moonlit' }).waitFor();
    await open.close();
  });

  it('[S156] [S157] a shared prompt is reported from its menu, and the text of one author removed from it', async () => {
    const live = await connect(app.url, ann.client.cookieHeader);
    const documentOfAnn = await DocumentClient.in(roomId, live);
    documentOfAnn.type('a rude word');
    await bob.page.goto(`/rooms/${roomId}`);
    await bob.page.getByRole('textbox', { name: 'Prompt', exact: true }).press('Control+End');
    await bob.page.keyboard.type(' and a fox');
    // The report is on those who have written by then.
    await documentOfAnn.until(({ text }) => text.includes('a rude word') && text.includes(' and a fox'));
    const panel = bob.page.getByRole('region', { name: 'Prompt', exact: true });
    await choose(bob, panel.getByRole('button', { name: 'More' }), 'Report');
    await report(bob, 'Hate speech', '');
    await mod.page.goto('/moderation');
    await row(mod, 'Shared prompt in Night sketches').click();
    await mod.page.getByRole('button', { name: 'Remove and notify author' }).click();
    const dialog = mod.page.getByRole('dialog', { name: 'Remove text of Ann, Bob?' });
    await dialog.getByRole('checkbox', { name: 'Bob' }).uncheck();
    expect(await accessibilityViolations(mod.page)).toEqual([]);
    await mod.page.getByRole('dialog', { name: 'Remove text of Ann?' }).getByRole('button', { name: 'Remove' }).click();
    await mod.page.getByText('removed: Ann').waitFor();
    await bob.page.getByText('Moderators removed text from this prompt.').waitFor();
    await panel.getByText(/^ ?and a fox$/).waitFor();
  });

  it('[S155] an admin turns a topic off on the page of blocked terms, and a moderator sees it live', async () => {
    const boxes = [mod, chief].map(({ page }) => page.getByRole('checkbox', { name: /hate speech/i }));
    const [ofMod, ofChief] = boxes as [Locator, Locator];
    for (const { page } of [mod, chief]) await page.goto('/moderation/blocked-terms');
    expect([await ofMod.isDisabled(), await ofMod.isChecked()]).toEqual([true, true]);
    await ofChief.uncheck();
    await mod.page.getByRole('checkbox', { name: /hate speech/i, checked: false }).waitFor();
    expect(await accessibilityViolations(mod.page)).toEqual([]);
    await chief.page.goto('/moderation/audit-log');
    await chief.page.getByRole('cell', { name: 'Prompt list turned off' }).waitFor();
  });

  it('[B143] [B184] a banned user sees the reason and end at once on any page, and can return when the ban is lifted', async () => {
    await ann.page.goto('/rooms');
    await ann.page.getByRole('heading', { name: 'Rooms' }).first().waitFor();
    await mod.page.getByRole('link', { name: 'Users' }).click();
    await choose(mod, mod.page.getByRole('button', { name: 'Actions for Ann' }), 'Ban…');
    const dialog = mod.page.getByRole('dialog', { name: 'Ban Ann?' });
    await dialog.getByRole('combobox', { name: 'Rule' }).selectOption('spam');
    await dialog.getByRole('textbox', { name: 'Message to the user' }).fill('Three times told.');
    await dialog.getByRole('button', { name: 'Ban' }).click();
    await ann.page.getByRole('heading', { name: 'Account standing' }).waitFor();
    await ann.page.getByRole('status').filter({ hasText: 'You’re banned until' }).waitFor();
    await ann.page.getByText('Three times told.').waitFor();
    await ann.page.goto('/models');
    await ann.page.getByRole('heading', { name: 'Account standing' }).waitFor();
    await choose(mod, mod.page.getByRole('button', { name: 'Actions for Ann' }), 'Lift');
    await mod.page.getByRole('dialog').getByRole('button', { name: 'Lift restrictions' }).click();
    // The tab was open all the time and has not reloaded.
    await ann.page.getByRole('heading', { name: 'Account standing' }).waitFor({ state: 'detached' });
  });
});
