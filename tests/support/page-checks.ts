import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** Serious and critical axe violations of the current page. */
export async function accessibilityViolations(page: Page): Promise<{ id: string; at: string[] }[]> {
  // Pages that are never checked do not load it.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(AXE);
  const found = await page.locator('html').evaluate(async (html) => {
    // By default, it loads all style sheets again, for rules that are off.
    const options = { resultTypes: ['violations'], preload: false };
    const { violations } = await html.ownerDocument.defaultView.axe.run(options);
    return violations.map(({ id, impact, nodes }: never) => ({ id, impact, nodes }));
  });
  return (found as Violation[])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({ id, at: nodes.map((one) => `${one.target.join(' ')}: ${one.failureSummary}`) }));
}

/** Leaf elements that overflow the viewport on the right, unless their row scrolls. */
export const overflowingElements = (page: Page): Promise<string[]> =>
  page.locator('html').evaluate((html) => {
    const window = html.ownerDocument.defaultView;
    const scrolls = (one: never): boolean =>
      one !== html &&
      (/auto|scroll/.test(window.getComputedStyle(one).overflowX) ||
        scrolls((one as { parentElement: never }).parentElement));
    const out = [...html.querySelectorAll('body *')].filter(
      (one) =>
        one.getBoundingClientRect().right > window.innerWidth + 0.5 && !one.childElementCount && !scrolls(one as never),
    );
    const wide = html.scrollWidth > window.innerWidth ? [`the page: ${html.scrollWidth}`] : [];
    return [...wide, ...out.map((one) => `${one.tagName}.${one.className}`).slice(0, 8)];
  });

/** The page fits its viewport and has no serious axe violations. */
export async function expectClean(page: Page): Promise<void> {
  expect(await overflowingElements(page)).toEqual([]);
  expect(await accessibilityViolations(page)).toEqual([]);
}

/** Languages, themes and widths in which every page must be clean. */
export const LOOKS = [
  ['en', 'light', 1440],
  ['zh', 'dark', 768],
  ['zh', 'light', 360],
  ['en', 'dark', 360],
] as const;
