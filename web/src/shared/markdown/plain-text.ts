import type { Block, Inline } from './markdown-ast.js';

/** The visible text of a message in one line. `name` resolves mentions. */
export function plainText(blocks: readonly Block[], name: (userId: string) => string): string {
  return blocks
    .map((block) => ofBlock(block, name))
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function ofBlock(block: Block, name: (userId: string) => string): string {
  switch (block.kind) {
    case 'paragraph':
      return ofInlines(block.inside, name);
    case 'code':
      return block.text;
    case 'quote':
      return plainText(block.blocks, name);
    case 'list':
      return block.items.map((blocks) => plainText(blocks, name)).join(' ');
    default:
      return block satisfies never;
  }
}

const ofInlines = (inside: readonly Inline[], name: (userId: string) => string): string =>
  inside.map((inline) => ofInline(inline, name)).join('');

function ofInline(inline: Inline, name: (userId: string) => string): string {
  switch (inline.kind) {
    case 'break':
      return ' ';
    case 'mention':
      return `@${name(inline.userId)}`;
    case 'text':
    case 'code':
      return inline.text;
    case 'strong':
    case 'em':
    case 'struck':
    case 'link':
      return ofInlines(inline.inside, name);
    default:
      return inline satisfies never;
  }
}
