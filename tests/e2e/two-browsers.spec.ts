import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TINY_MODELS } from '../support/jam.js';
import { type Node, startNode } from '../support/nodes.js';
import { freshFolder } from '../support/services.js';
import { aDuet, type Duet, findInDatabase, seeTakeTogether, writeTogether } from './jam-session.js';

describe(`two browsers in one room (seed ${jest.getSeed()})`, () => {
  const env = { MODELS_DIR: TINY_MODELS, DATA_DIR: freshFolder() };
  let node: Node;
  let duet: Duet;

  beforeAll(async () => {
    node = await startNode(env);
    duet = await aDuet([node.url, node.url]);
  });

  it('[B1] edit one prompt concurrently and converge', async () => {
    expect((await writeTogether(duet, jest.getSeed())).length).toBeGreaterThan(40);
  });

  it('[B2] [B3] show the frames and the same image of a take, also to a user who joins late', () =>
    seeTakeTogether(duet, node.url));

  it('[S38] [S132] [S158] underline a blocked term for its writer, also after a reload, mask it for others, say why nothing renders, and offer to remove it', async () => {
    const [first, second] = duet.rooms;
    const before = await first.text();
    await first.prompt.press('Control+End');
    await first.page.keyboard.type(' pipe bomb');
    await first.page.locator('.listed-word', { hasText: 'pipe bomb' }).waitFor();
    await second.page.locator('.masked-term').waitFor();
    expect(await second.page.getByText('pipe bomb').count()).toBe(0);
    await first.page.reload();
    await first.page.locator('.listed-word', { hasText: 'pipe bomb' }).waitFor();
    expect(await first.page.locator('.masked-term').count()).toBe(0);
    expect(await first.renderButton.getAttribute('aria-disabled')).toBe('true');
    await first.page.locator('#render-line', { hasText: 'pipe bomb' }).waitFor();
    await second.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await first.page.locator('.listed-word').waitFor({ state: 'detached' });
    await second.page.locator('.masked-term').waitFor({ state: 'detached' });
    // A comma in front of a removed term goes with it.
    const withoutEnd = (text: string) => text.replace(/[\s,，、]+$/u, '');
    expect(withoutEnd(await first.text())).toBe(withoutEnd(before));
  });

  it('[B1] read the prompt from the database after a restart', () => findInDatabase(duet, [node], env));
});
