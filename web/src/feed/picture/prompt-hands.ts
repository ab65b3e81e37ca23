import type { PersonView, PostParameters } from '@visionary/contract';

export interface HandPart {
  readonly text: string;
  /** Who wrote it, where that is known. */
  readonly by?: PersonView;
}

/** The prompt in parts by who wrote them; nothing of it is lost, whatever the hands say. */
export function handParts(
  { prompt, hands = [] }: Pick<PostParameters, 'prompt' | 'hands'>,
  people: readonly PersonView[],
): HandPart[] {
  const known = new Map(people.map((person) => [person.id, person]));
  const parts: HandPart[] = [];
  let at = 0;
  const put = (until: number, by?: PersonView) => {
    if (until <= at) return;
    const text = prompt.slice(at, until);
    parts.push(by && text.trim() !== '' ? { text, by } : { text });
    at = until;
  };
  for (const { from, until, personId } of [...hands].sort((a, b) => a.from - b.from)) {
    put(Math.min(from, prompt.length));
    put(Math.min(until, prompt.length), known.get(personId));
  }
  put(prompt.length);
  return parts;
}
