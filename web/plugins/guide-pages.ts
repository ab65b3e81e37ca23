import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import MarkdownIt from 'markdown-it';
import type { Plugin } from 'vite';

/** A page of the user guide. */
export const GUIDE_PAGE = /\/docs\/guide\/\w+\/[\w-]+\.md$/;

/** The line below the title, which leads to the other language and to neighboring pages. */
const NAVIGATION = /^\[(?:中文|English)\]\(.*\n/mu;
const IMAGE = /<img src="(.*?)\.webp"[^>]*>/gu;
const LINK = /<a href="(.*?)">(.*?)<\/a>/gsu;
const PAGE = /^([\w-]+)\.md(?:#.*)?$/u;

const markdown = new MarkdownIt();

/** Links between pages stay in the app. Those into the repository have no address there, so only their text stays. */
function linkOf(href: string, text: string): string {
  const [, page] = PAGE.exec(href) ?? [];
  if (page === 'README') return `<RouterLink :to="{ name: 'help' }">${text}</RouterLink>`;
  if (page !== undefined) return `<RouterLink :to="{ name: 'help', params: { page: '${page}' } }">${text}</RouterLink>`;
  return href.startsWith('https://') ? `<a href="${href}" target="_blank" rel="noopener">${text}</a>` : text;
}

/** Small screens get the image of a phone where there is one. */
function imageOf(image: string, name: string, folder: string): string {
  const onPhones = `${name}-phone.webp`;
  if (!existsSync(join(folder, onPhones))) return image;
  return `<picture><source media="(max-width: 767.98px)" srcset="${onPhones}">${image}</picture>`;
}

/** Makes pages of the user guide components, so that the app shows the same guide as the repository. */
export const guidePages: Plugin = {
  name: 'guide-pages',
  enforce: 'pre',
  transform(code, id) {
    if (!GUIDE_PAGE.test(id)) return undefined;
    const html = markdown
      .render(code.replace(NAVIGATION, ''))
      .replaceAll('{{', '&#123;&#123;')
      .replace(IMAGE, (image, name: string) => imageOf(image, name, dirname(id)))
      .replace(LINK, (_, href: string, text: string) => linkOf(href, text));
    return { code: `<template><article>${html}</article></template>`, map: null };
  },
};
