/**
 * What a stranger waits for: from an empty data folder to a server that answers, to the first image that appears on its home, and from there
 * through sign-up to the first image of their own in a browser. Needs a build and a Chromium, see CHROME.
 *
 *     npm run bench -- first-picture [rounds]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { median } from './support/figures.mjs';

const [rounds = '3'] = process.argv.slice(2);
const READY = /Visionary is ready at (http:\/\/localhost:\d+)\n/;

/** Starts a server on an empty folder. */
function startServer(dataDir) {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', NODE_ENV: 'production' };
  const child = spawn(process.execPath, ['dist/apps/server/src/main.js'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (part) => {
      output += part;
      const address = READY.exec(output)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, url };
}

async function round(browser, dataDir) {
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  const { child, url } = startServer(dataDir);
  try {
    const context = await browser.newContext({ baseURL: await url });
    const readyMs = since();
    const page = await context.newPage();
    await page.goto('/');
    await page.locator('.hero [role=progressbar]').waitFor({ timeout: 120_000 });
    const homeMs = since();
    await page.locator('.hero').getByRole('link', { name: 'Create account' }).click();
    await page.getByRole('textbox', { name: 'Username' }).fill('Stranger');
    await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
    const pressed = since();
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('img', { name: /^Image 1 of take 1:/ }).waitFor({ timeout: 120_000 });
    const doneMs = since();
    await context.close();
    return { readyMs, homeMs, fromSignUpMs: doneMs - pressed, doneMs };
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

const browser = await chromium.launch({ executablePath: process.env.CHROME, args: ['--no-sandbox'] });
const results = [];
try {
  for (let n = 0; n < Number(rounds); n++) {
    const dataDir = mkdtempSync(join(tmpdir(), 'visionary-first-picture-'));
    try {
      results.push(await round(browser, dataDir));
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
} finally {
  await browser.close();
}
const figures = Object.fromEntries(Object.keys(results[0]).map((key) => [key, median(results.map((one) => one[key]))]));
console.log(JSON.stringify({ cpus: cpus().length, load: loadavg()[0], rounds: results.length, ...figures }, null, 2));
