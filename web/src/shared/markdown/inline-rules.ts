import { MENTION } from '@visionary/contract';
import type { MarkdownIt } from 'markdown-it';
import { urlAt } from './links.js';

const mention = new RegExp(MENTION.source, 'y');
const LESS_THAN = 0x3c;
const COLON = 0x3a;
const OPENING = '[';
const scheme = /https?$/iu;

/** `<@ID>` and `<@room>` become a `mention` token with the id as content. */
export function mentionRule(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('link', 'mention', (state, silent) => {
    if (state.src.charCodeAt(state.pos) !== LESS_THAN) return false;
    mention.lastIndex = state.pos;
    const found = mention.exec(state.src);
    if (!found) return false;
    if (!silent) state.push('mention', '', 0).content = found[1] ?? '';
    state.pos += found[0].length;
    return true;
  });
}

/** Links bare URLs, and keeps asterisks and underscores inside them. */
export function autolinkRule(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('link', 'web_address', (state, silent) => {
    if (state.src.charCodeAt(state.pos) !== COLON || state.linkLevel > 0) return false;
    const before = scheme.exec(state.pending)?.[0].length ?? 0;
    const address = before > 0 ? urlAt(state.src, state.pos - before) : null;
    if (!address) return false;
    if (!silent) {
      state.pending = state.pending.slice(0, -before);
      state.push('link_open', 'a', 1).attrs = [['href', address]];
      state.push('text', '', 0).content = address;
      state.push('link_close', 'a', -1);
    }
    state.pos += address.length - before;
    return true;
  });
}

/** Leaves `[text]()` as text: the parser would link it to the current page. */
export function emptyLinkRule(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('link', 'link_to_nowhere', (state, silent) => {
    const { src, pos, posMax } = state;
    if (src[pos] !== OPENING) return false;
    const { parseLinkLabel, parseLinkDestination } = state.md.helpers;
    const end = parseLinkLabel(state, pos, true);
    if (end < 0 || src[end + 1] !== '(') return false;
    let at = end + 2;
    while (at < posMax && /\s/u.test(src[at] ?? '')) at += 1;
    if (parseLinkDestination(src, at, posMax).str !== '') return false;
    if (!silent) state.pending += OPENING;
    state.pos += 1;
    return true;
  });
}
