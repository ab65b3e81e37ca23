import { enter, prompt, STEPS } from './demo-room.mjs';

/** Names of buttons in both languages. */
const WORDS = {
  help: /^(Prompt syntax|提示词语法)$/,
  publish: /^(Publish|发布)$/,
  report: /^(Report|举报)$/,
};

async function escape(page) {
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
}

/** Renders a take, steers it, and stops it. */
async function steerAndStop(page, { then, now }, shoot) {
  await page.locator('.render').click();
  await page.mouse.move(0, 0);
  const running = page.locator('.take-progress i.now');
  await running.and(page.locator(`:nth-child(n + ${STEPS / 5})`)).waitFor({ state: 'attached' });
  await prompt(page).fill(then);
  await page.keyboard.press('Control+Shift+Enter');
  await page.locator('.step-marks li').first().waitFor({ state: 'attached' });
  await prompt(page).fill(now);
  await shoot('writing-together');
  await page.locator('.take-progress .actions .outline').first().click();
  await running.waitFor({ state: 'detached' });
  await page.locator('.take-image img').first().waitFor();
}

async function shootRoom(page, shoot) {
  await page.locator('.render').focus();
  await shoot('first-image');
  await page.getByRole('button', { name: WORDS.help }).click();
  await page.locator('dialog[open]').waitFor();
  await shoot('prompts');
  await escape(page);
  await page.locator('.lora-list .add button').click();
  await page.locator('dialog[open] .list li').first().waitFor();
  await shoot('loras');
  await escape(page);
}

async function shootPublishing(page, room, shoot) {
  await page.goto(`/rooms/${room.id}?take=1`);
  await page.locator('dialog[open]').getByRole('button', { name: WORDS.publish }).click();
  await page.locator('dialog[open] form').last().waitFor();
  await shoot('publish');
}

async function shootPages(page, shoot) {
  for (const [name, path] of Object.entries({ feed: '/', models: '/models', upload: '/models/upload' })) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await shoot(name);
  }
  const { posts } = await (await page.request.get('/api/posts')).json();
  await page.goto(`/p/${posts[0].id}`);
  await page.getByRole('button', { name: WORDS.report }).first().click();
  await page.locator('dialog[open]').waitFor();
  await shoot('report');
  await escape(page);
  await page.goto('/moderation');
  await page.locator('article.case').waitFor();
  await page.waitForLoadState('networkidle');
  await shoot('moderation');
}

/** Visits everything that the guides show and calls `shoot(name)` for each, on a seeded server, as an admin. */
export async function shootGuide(page, room, scene, shoot) {
  await enter(page, room);
  await steerAndStop(page, scene, shoot);
  await shootRoom(page, shoot);
  await shootPublishing(page, room, shoot);
  await shootPages(page, shoot);
}
