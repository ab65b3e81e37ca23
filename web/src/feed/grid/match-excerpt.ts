import type { PostView } from '@visionary/contract';
import { highlight, snippet } from '../../shared/highlight/highlight.js';
import type { SearchContext } from './search-context.js';

/** Beyond this length, titles are truncated in most grids. */
const MAX_TITLE_LENGTH = 24;

const CALL = /<@[0-9a-f-]{36}>/gu;

/** An excerpt of a match outside the title: prompt, caption, tags, or model. */
export function matchExcerpt(post: PostView, title: string, { query, excerptOf }: SearchContext): string | null {
  const [first, second] = highlight(title, query);
  if (first?.hit || (second?.hit && (first?.text.length ?? 0) <= MAX_TITLE_LENGTH)) return null;
  const texts = [
    post.prompt,
    excerptOf(post.id),
    post.description.replace(CALL, ''),
    post.tags.join(', '),
    post.model?.name,
  ];
  for (const text of texts) {
    const parts = snippet(text ?? '', query);
    if (parts.some(({ hit }) => hit)) return parts.map((part) => part.text).join('');
  }
  return null;
}
