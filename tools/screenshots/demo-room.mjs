import { logStep } from '../console.mjs';

/** Enough steps to take a screenshot in the middle of a take reliably. */
const STEPS = 150;
export const HEIGHTS = { 1440: 900, 768: 1024, 360: 740 };
const PASSWORD = 'only for screenshots';
const DEADLINE_MS = 300_000;

export const SCENES = {
  en: {
    room: { name: 'Night sketches', topic: 'Animals after dark, one line at a time', language: 'en' },
    takes: ['a fox in the snow', 'a panda in the forest', 'a blue whale underwater'],
    prompt: 'an owl in the forest at night',
    steeredPrompt: 'an owl in the snow at night',
    chat: ['Shall we start with the fox?', 'Yes, and snow behind it', 'I love how the tail came out'],
  },
  zh: {
    room: { name: '夜航画室', topic: '一人一句，画夜里的动物', language: 'zh' },
    takes: ['雪地里的狐狸', '森林里的熊猫', '海底的鲸鱼'],
    prompt: '夜晚森林里的猫头鹰',
    steeredPrompt: '夜晚雪地里的猫头鹰',
    chat: ['先画狐狸吗？', '好，后面加雪', '尾巴画得真好'],
  },
};

/** Opens a separate browser context for each user. */
export async function visit(browser, url, { language = 'en', theme = 'light', width = 1440 } = {}) {
  const context = await browser.newContext({
    ...{ baseURL: url, colorScheme: theme, locale: language === 'zh' ? 'zh-CN' : 'en-GB' },
    viewport: { width, height: HEIGHTS[width] },
    deviceScaleFactor: width === 360 ? 2 : 1,
  });
  context.setDefaultTimeout(DEADLINE_MS);
  return context.newPage();
}

export async function post(page, path, data) {
  const response = await page.request.post(path, { data });
  if (!response.ok()) throw new Error(`${path} answered ${response.status()}: ${await response.text()}`);
  return response.json();
}

export async function signUp(browser, url, name) {
  const page = await visit(browser, url);
  await post(page, '/api/accounts', { name, password: PASSWORD, language: 'en', theme: 'light' });
  await page.request.patch('/api/me', { data: { hasSeenHints: true } });
  return page;
}

export const prompt = (page) => page.getByRole('textbox', { name: /^(Prompt|提示词)$/ });

/** Resolves when the other user sees the text, too, because a take uses the prompt as its author sees it. */
export async function write(page, other, text) {
  await prompt(page).fill(text);
  await page.keyboard.press('End');
  await prompt(other).getByText(text, { exact: true }).waitFor();
}

export async function enter(page, room) {
  await page.goto(`/rooms/${room.id}`);
  await page.locator('.render').waitFor();
}

/** Closes the dialog on top. */
export async function closeDialog(page) {
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
}

/** Starts a take, steers it, and stops it after `shoot`, so that it has a finished image. */
export async function steerAndStop(page, { prompt: text, steeredPrompt }, shoot) {
  await page.locator('.render').click();
  await page.mouse.move(0, 0);
  const running = page.locator('.take-progress i.now');
  await running.and(page.locator(`:nth-child(n + ${STEPS / 5})`)).waitFor({ state: 'attached' });
  await prompt(page).fill(steeredPrompt);
  await page.keyboard.press('Control+Shift+Enter');
  await page.locator('.step-marks li').first().waitFor({ state: 'attached' });
  await prompt(page).fill(text);
  await shoot();
  await page.locator('.take-progress .actions .outline').first().click();
  await running.waitFor({ state: 'detached' });
  await page.locator('.take-image img').first().waitFor();
}

/** Two users chat, edit the prompt, and render, so that the room has content. */
export async function fillRoom([first, second], { room: options, takes, chat, prompt: text }) {
  const room = await post(first, '/api/rooms', { ...options, visibility: 'public' });
  for (const page of [first, second]) await enter(page, room);
  for (const [index, text] of chat.entries()) {
    const page = index % 2 === 0 ? first : second;
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.keyboard.press('Enter');
    await first.locator('.message-list').getByText(text, { exact: true }).waitFor();
  }
  for (const [index, text] of takes.entries()) {
    const [writer, reader] = index % 2 === 0 ? [first, second] : [second, first];
    await write(writer, reader, text);
    await first.locator('.render').click();
    await first.getByRole('img', { name: `Image 1 of take ${index + 1}:` }).waitFor();
    logStep(`${options.name}: ${text}`);
  }
  await write(second, first, text);
  await first.getByRole('textbox', { name: 'Steps, exact value' }).fill(String(STEPS));
  await first.keyboard.press('Enter');
  await second
    .getByRole('slider', { name: 'Steps', exact: true })
    .and(second.locator(`[value="${STEPS}"]`))
    .waitFor();
  return room;
}
