import { afterEach, expect } from '@jest/globals';
import type { Language, MeView, Theme } from '@visionary/contract';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { DEADLINE_MS } from './deadlines.js';
import { onCleanup } from './cleanup.js';
import { HttpClient } from './http-client.js';
import { PASSWORD } from './users.js';
import { chromiumPath } from './services.js';

/** [B17] Errors of pages; a test that leaves any has failed. */
const consoleErrors: string[] = [];

let launched: Promise<Browser> | undefined;

/** How much of a page's text a failed test prints. */
const PRINTED_LENGTH = 600;

/** What every open page shows, for the log of a test that failed in a run that nobody watched. */
async function describePages(): Promise<string> {
  const pages = (await launched)?.contexts().flatMap((context) => context.pages()) ?? [];
  const texts = await Promise.all(
    pages.map(async (page) => {
      const text = await page.evaluate<string>('document.body.innerText').catch(String);
      return `${page.url()}: ${text.replace(/\s+/gu, ' ').slice(0, PRINTED_LENGTH)}`;
    }),
  );
  return texts.join('\n');
}

afterEach(async () => {
  if (Reflect.get(globalThis, 'hasTestFailed') === true) process.stderr.write(`${await describePages()}\n`);
  expect(consoleErrors.splice(0)).toEqual([]);
});

/** One browser for all tests of a file. */
function sharedBrowser(): Promise<Browser> {
  launched ??= chromium
    .launch({ executablePath: chromiumPath(), args: ['--no-sandbox', '--disable-dev-shm-usage'] })
    .then((browser) => {
      onCleanup(() => browser.close());
      return browser;
    });
  return launched;
}

export interface BrowserOptions {
  readonly language?: Language;
  readonly theme?: Exclude<Theme, 'system'>;
  readonly width?: number;
  readonly height?: number;
  /** With touch input. */
  readonly touch?: boolean;
  /** Without it, pages neither animate nor draw every frame, which takes less time of the processor. */
  readonly hasMotion?: boolean;
  /** Expected rejections: the browser reports each one as an error. */
  readonly refused?: readonly number[];
  /** The test goes offline: the browser reports each failed request as an error. */
  readonly goesOffline?: boolean;
}

/** A small phone in Chinese and dark. */
export const PHONE = { width: 360, height: 740, touch: true, language: 'zh', theme: 'dark' } as const;

/** A user with a separate browser: a page, and a client with the same session for plain requests. */
export interface BrowserUser {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly client: HttpClient;
}

/** Script errors, CSP violations, missing files: everything that the browser console reports as an error. */
function listen(context: BrowserContext, { refused = [], goesOffline = false }: BrowserOptions): void {
  const expected = refused.map((status) => `Failed to load resource: the server responded with a status of ${status} `);
  context.on('console', (line) => {
    const text = line.text();
    if (line.type() !== 'error' || expected.some((start) => text.startsWith(start))) return;
    if (goesOffline && text.includes('net::ERR_INTERNET_DISCONNECTED')) return;
    consoleErrors.push(`${text} (${line.location().url})`);
  });
  context.on('weberror', (thrown) => consoleErrors.push(String(thrown.error().stack)));
}

/** A signed-in user. */
export interface User extends BrowserUser {
  readonly me: MeView;
}

/** The browser of a visitor, before any navigation. */
export async function openVisitor(url: string, browserOptions: BrowserOptions = {}): Promise<BrowserUser> {
  const { language = 'en', theme = 'light', width = 1440, height = 900, touch = false } = browserOptions;
  const { hasMotion = false } = browserOptions;
  const browser = await sharedBrowser();
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    colorScheme: theme,
    reducedMotion: hasMotion ? 'no-preference' : 'reduce',
    ...{ hasTouch: touch, isMobile: touch },
  });
  context.setDefaultTimeout(DEADLINE_MS);
  listen(context, browserOptions);
  return { context, client: new HttpClient(url), page: await context.newPage() };
}

/** A new user, signed in, with a separate browser, before any navigation. The hints of the first visit are closed. */
export async function openUser(url: string, name: string, browserOptions: BrowserOptions = {}): Promise<User> {
  const guest = await openVisitor(url, browserOptions);
  const { language = 'en', theme = 'light' } = browserOptions;
  const { status, body } = await guest.client.post<MeView>('/api/accounts', {
    ...{ name, password: PASSWORD, language, theme },
  });
  expect({ status, body }).toMatchObject({ status: 201 });
  expect((await guest.client.patch('/api/me', { hasSeenHints: true })).status).toBe(200);
  await bringSession(guest, url);
  return { ...guest, me: body };
}

/** Copies the session of the client to the browser. */
async function bringSession({ context, client }: BrowserUser, url: string): Promise<void> {
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url, httpOnly: true })));
}

/** Polls until a condition holds, for state without an event. @throws Error with the last value */
export async function waitUntil<T>(
  what: string,
  ask: () => T | Promise<T>,
  isSo: (answer: T) => boolean,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${what}; it is ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Waits until a field has a value. */
export const waitForValue = (field: Locator, value: string): Promise<string> =>
  waitUntil(
    `the field reads ${value}`,
    () => field.inputValue(),
    (now) => now === value,
  );

export const waitForCount = (locator: Locator, count: number): Promise<number> =>
  waitUntil(
    `there are ${count}`,
    () => locator.count(),
    (now) => now === count,
  );
