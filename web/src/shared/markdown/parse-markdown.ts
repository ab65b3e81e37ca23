import Markdown, { type MarkdownIt, type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { isHttpUrl, splitLinks } from './links.js';
import { emptyLinkRule, mentionRule, autolinkRule } from './inline-rules.js';
import type { Block, Inline } from './markdown-ast.js';

/** Deeper than users write; deeper nesting is shown as plain text. */
const MAX_DEPTH = 8;
/** The nesting limit; the parser would drop text beyond its own. */
const MAX_PARSER_DEPTH = 40;

const markdown = createParser();

/** Parses user text. HTML stays text, and so do links with other protocols than http and https. */
export function parseMarkdown(text: string): readonly Block[] {
  try {
    return new Tree(markdown.parse(text, {})).blocks();
  } catch (error) {
    if (error instanceof TooDeep) return [plainParagraph(text)];
    throw error;
  }
}

function createParser(): MarkdownIt {
  const parser = new Markdown({
    html: false,
    linkify: false,
    typographer: false,
    breaks: true,
    maxNesting: MAX_PARSER_DEPTH,
  });
  parser.disable(['heading', 'lheading', 'hr', 'code', 'reference', 'table', 'image', 'entity', 'linkify', 'autolink']);
  parser.validateLink = isHttpUrl;
  // URLs are neither encoded nor displayed differently than typed.
  parser.normalizeLink = (address) => address;
  return parser.use(cjkFriendly).use(mentionRule).use(autolinkRule).use(emptyLinkRule);
}

function plainParagraph(text: string): Block {
  const parts = splitLinks(text).map(({ text, href }): Inline => {
    const textNode: Inline = { kind: 'text', text };
    return href ? { kind: 'link', href, inside: [textNode] } : textNode;
  });
  return { kind: 'paragraph', inside: parts };
}

class TooDeep extends Error {}

/** Builds the tree from the parser's flat tokens. */
class Tree {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  blocks(until?: string): Block[] {
    if ((this.depth += 1) > MAX_DEPTH) throw new TooDeep();
    const blocks: Block[] = [];
    for (let token = this.nextToken(); token && token.type !== until; token = this.nextToken()) {
      const block = this.blockOf(token);
      if (block) blocks.push(block);
    }
    this.depth -= 1;
    return blocks;
  }

  private nextToken(): Token | undefined {
    return this.tokens[this.at++];
  }

  private blockOf(token: Token): Block | null {
    switch (token.type) {
      case 'inline':
        return { kind: 'paragraph', inside: inlines(token.children ?? []) };
      case 'fence':
        return { kind: 'code', text: token.content.replace(/\n$/u, '') };
      case 'blockquote_open':
        return { kind: 'quote', blocks: this.blocks('blockquote_close') };
      case 'bullet_list_open':
        return { kind: 'list', items: this.items('bullet_list_close') };
      case 'ordered_list_open':
        return { kind: 'list', start: Number(token.attrGet('start') ?? 1), items: this.items('ordered_list_close') };
      default:
        // Opening and closing paragraph tokens surround their content.
        return null;
    }
  }

  private items(until: string): Block[][] {
    const items: Block[][] = [];
    for (let token = this.nextToken(); token && token.type !== until; token = this.nextToken()) {
      items.push(this.blocks('list_item_close'));
    }
    return items;
  }
}

const WRAPS: Readonly<Record<string, 'strong' | 'em' | 'struck'>> = { strong: 'strong', em: 'em', s: 'struck' };

function inlines(tokens: readonly Token[]): Inline[] {
  const outer: Inline[] = [];
  const open: { readonly token: Token; readonly inside: Inline[] }[] = [];
  for (const token of tokens) {
    const inside = open.at(-1)?.inside ?? outer;
    if (token.nesting === 1) {
      if (open.length >= MAX_DEPTH) throw new TooDeep();
      open.push({ token, inside: [] });
    } else if (token.nesting === -1) {
      const closed = open.pop();
      if (closed) (open.at(-1)?.inside ?? outer).push(inlineOf(closed.token, closed.inside));
    } else if (token.type !== 'text' || token.content !== '') {
      inside.push(leaf(token));
    }
  }
  return outer;
}

function inlineOf(token: Token, inside: Inline[]): Inline {
  if (token.tag === 'a') return { kind: 'link', href: String(token.attrGet('href')), inside };
  return { kind: WRAPS[token.tag] ?? 'em', inside };
}

function leaf(token: Token): Inline {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return { kind: 'break' };
    case 'code_inline':
      return { kind: 'code', text: token.content };
    case 'mention':
      return { kind: 'mention', userId: token.content };
    default:
      return { kind: 'text', text: token.content };
  }
}
