import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { end, start } from '../processes.mjs';
import { post } from './demo-room.mjs';

const OWN = '/api/me/lent-renderers';
const NAMES = { en: ['Mira’s RTX 4070', 'Office workstation'], zh: ['Mira 的 RTX 4070', '办公室工作站'] };
const QUIET_HOURS = { from: '22:00', to: '07:00', timeZone: 'UTC' };

/** Runs the program of a lender on this machine. */
function lend(url, token, dataDir) {
  const env = { ...process.env, VISIONARY_LEND_TOKEN: token, DATA_DIR: dataDir };
  return start(process.execPath, ['dist/apps/cli/src/main.js', 'lend', url], { env, stdio: 'ignore' });
}

/** Lends two renderers, one of them connected, and shows their page. */
export async function shootLending(page, language, shoot) {
  const created = [];
  for (const name of NAMES[language]) created.push(await post(page, OWN, { name }));
  const [first, second] = created;
  await page.request.patch(`${OWN}/${second.renderer.id}`, { data: { audience: 'owner', quietHours: QUIET_HOURS } });
  const folder = mkdtempSync(join(tmpdir(), 'visionary-lender-'));
  const program = lend(new URL(page.url()).origin, first.token, folder);
  try {
    await page.goto('/me/lending');
    await page.locator('[data-state="idle"]').waitFor();
    await shoot('lending');
  } finally {
    await end(program);
    for (const { renderer } of created) await page.request.delete(`${OWN}/${renderer.id}`);
    rmSync(folder, { recursive: true, force: true });
  }
}
