import { shootAddModels } from './add-models.mjs';
import { shootLending } from './lending.mjs';
import { closeDialog, enter, steerAndStop } from './demo-room.mjs';

/** Names of buttons in both languages. */
const BUTTON_NAMES = {
  help: /^(How to write a prompt|怎样写提示词)$/,
  publish: /^(Publish|发布)$/,
  report: /^(Report|举报)$/,
};

const PHONE = { width: 390, height: 780 };

/** Also as it is on a phone: the guide in the app shows that image on small screens. */
async function shootBoth(page, name, shoot) {
  await shoot(name);
  const size = page.viewportSize();
  await page.setViewportSize(PHONE);
  await shoot(`${name}-phone`);
  await page.setViewportSize(size);
}

async function shootRoom(page, shoot) {
  await page.locator('.render').focus();
  await shootBoth(page, 'first-image', shoot);
  await page.getByRole('button', { name: BUTTON_NAMES.help }).click();
  await page.locator('dialog[open]').waitFor();
  await shoot('prompts');
  await closeDialog(page);
  await page.locator('.palette-button').click();
  await page.locator('.palette-tile').first().waitFor();
  await page.waitForLoadState('networkidle');
  await shoot('palette');
  await page.locator('.palette-button').click();
  await page.locator('.lora-list .add button').click();
  await page.locator('dialog[open] .list li').first().waitFor();
  await shoot('loras');
  await closeDialog(page);
}

async function shootPublishing(page, room, shoot) {
  await page.goto(`/rooms/${room.id}?take=1`);
  await page.locator('.take-progress').getByRole('button', { name: BUTTON_NAMES.publish }).click();
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
  await page.getByRole('button', { name: BUTTON_NAMES.report }).first().click();
  await page.locator('dialog[open]').waitFor();
  await shoot('report');
  await closeDialog(page);
  await page.goto('/moderation');
  await page.locator('article.case').waitFor();
  await page.waitForLoadState('networkidle');
  await shoot('moderation');
}

/** Visits everything that the guides show and calls `shoot(name)` for each, on a seeded server, as an admin. */
export async function shootGuide(page, room, language, scene, shoot) {
  await enter(page, room);
  await steerAndStop(page, scene, () => shootBoth(page, 'writing-together', shoot));
  await shootRoom(page, shoot);
  await shootPublishing(page, room, shoot);
  await shootPages(page, shoot);
  await shootAddModels(page, language, shoot);
  await shootLending(page, language, shoot);
}
