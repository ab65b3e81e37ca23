import type { UserView, PostParameters } from '@visionary/contract';

export interface AuthoredSpan {
  readonly text: string;
  /** The author, if known. */
  readonly by?: UserView;
}

/** Splits the prompt by author. The parts always add up to the prompt, even with invalid spans. */
export function authoredSpans(
  { prompt, authorship = [] }: Pick<PostParameters, 'prompt' | 'authorship'>,
  users: readonly UserView[],
): AuthoredSpan[] {
  const usersById = new Map(users.map((user) => [user.id, user]));
  const parts: AuthoredSpan[] = [];
  let at = 0;
  const addSpan = (until: number, by?: UserView) => {
    if (until <= at) return;
    const text = prompt.slice(at, until);
    parts.push(by && text.trim() !== '' ? { text, by } : { text });
    at = until;
  };
  for (const { from, until, userId } of [...authorship].sort((a, b) => a.from - b.from)) {
    addSpan(Math.min(from, prompt.length));
    addSpan(Math.min(until, prompt.length), usersById.get(userId));
  }
  addSpan(prompt.length);
  return parts;
}
