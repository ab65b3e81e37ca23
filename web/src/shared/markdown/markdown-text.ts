import { h, type FunctionalComponent, type VNodeChild } from 'vue';
import { RouterLink } from 'vue-router';
import { userColor } from '../ui/user-color.js';
import type { Block, Inline } from './markdown-ast.js';

interface MarkdownTextProps {
  readonly blocks: readonly Block[];
  /** The display name of a mentioned user id, or of `room`. */
  readonly name: (userId: string) => string;
  readonly myId?: string | undefined;
}

/** Renders the tree. All text goes into the page as text nodes, never as markup. */
export const MarkdownText: FunctionalComponent<MarkdownTextProps> = (props) =>
  props.blocks.map((block) => drawBlock(block, props));
MarkdownText.props = ['blocks', 'name', 'myId'];

function drawBlock(block: Block, props: MarkdownTextProps): VNodeChild {
  switch (block.kind) {
    case 'paragraph':
      return h('p', drawInlines(block.inside, props));
    case 'code':
      // Reachable by Tab, because it may need scrolling.
      return h('pre', { tabindex: 0 }, h('code', block.text));
    case 'quote':
      return h(
        'blockquote',
        block.blocks.map((inner) => drawBlock(inner, props)),
      );
    case 'list':
      return drawList(block, props);
    default:
      return block satisfies never;
  }
}

function drawList({ start, items }: Extract<Block, { kind: 'list' }>, props: MarkdownTextProps): VNodeChild {
  const drawn = items.map((blocks) =>
    h(
      'li',
      blocks.map((inner) => drawBlock(inner, props)),
    ),
  );
  return start === undefined ? h('ul', drawn) : h('ol', { start }, drawn);
}

const drawInlines = (inside: readonly Inline[], props: MarkdownTextProps): VNodeChild[] =>
  inside.map((inline) => drawInline(inline, props));

const TAGS = { strong: 'strong', em: 'em', struck: 's' } as const;

function drawInline(inline: Inline, props: MarkdownTextProps): VNodeChild {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'break':
      return h('br');
    case 'code':
      return h('code', inline.text);
    case 'mention':
      return drawMention(inline.userId, props);
    case 'link':
      return drawLink(inline, props);
    case 'strong':
    case 'em':
    case 'struck':
      return h(TAGS[inline.kind], drawInlines(inline.inside, props));
    default:
      return inline satisfies never;
  }
}

function drawMention(userId: string, { name, myId }: MarkdownTextProps): VNodeChild {
  const isMe = userId === 'room' || userId === myId;
  const style = isMe ? undefined : { '--user-color': userColor(userId) };
  return h('span', { class: ['mention', { mine: isMe }], style }, `@${name(userId)}`);
}

function drawLink({ href, inside }: Extract<Inline, { kind: 'link' }>, props: MarkdownTextProps): VNodeChild {
  const internalPath = internalPathOf(href);
  const text = drawInlines(inside, props);
  const link = internalPath
    ? h(RouterLink, { to: internalPath, title: href }, () => text)
    : h('a', { href, title: href, target: '_blank', rel: 'noopener nofollow noreferrer' }, text);
  const elsewhere = linkHost(href, inside);
  return elsewhere ? [link, h('span', { class: 'host' }, ` (${elsewhere})`)] : link;
}

/** Links to this instance open in the app. */
function internalPathOf(href: string): string | null {
  const { origin, pathname, search } = new URL(href);
  return origin === location.origin && /^\/(rooms|p)\//u.test(pathname) ? pathname + search : null;
}

/** Shows the host if the label looks like a different URL. */
function linkHost(href: string, inside: readonly Inline[]): string | null {
  const label = inside.map((part) => ('text' in part ? part.text : '')).join('');
  const { host } = new URL(href);
  return /\w\.\w/u.test(label) && !label.toLowerCase().includes(host.toLowerCase()) && label !== href ? host : null;
}
