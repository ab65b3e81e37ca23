/** Text added before each prompt, and after each negative prompt. */
export interface PromptPrefix {
  readonly prefix: string;
  readonly negativeSuffix: string;
}

interface Words {
  readonly prompt: string;
  readonly negative: string;
}

/** Infotext keys of the prefix and the suffix. */
export const PROMPT_PREFIX_KEY = 'House prefix';
export const NEGATIVE_SUFFIX_KEY = 'House suffix';

/**
 * Adds the prompt prefix. The prompt stays verbatim, so that its weights, schedules, and BREAKs keep their meaning,
 * and the prefix has balanced brackets: neither affects the other.
 */
export function applyPromptPrefix<T extends Words>(words: T, house: PromptPrefix | undefined): T {
  if (!house) return words;
  const { prefix, negativeSuffix } = house;
  const { prompt, negative } = words;
  // An open bracket would extend into the suffix, so the suffix then goes first.
  const away = runsOn(negative) ? joined(negativeSuffix, negative) : joined(negative, negativeSuffix);
  return { ...words, prompt: joined(prefix, prompt), negative: away };
}

/** Removes the prompt prefix from a prompt. Prompts without it stay unchanged. */
export function stripPromptPrefix<T extends Words>(words: T, house: PromptPrefix): T {
  const prompt = cutFront(words.prompt, house.prefix);
  const negative = cutEnd(words.negative, house.negativeSuffix);
  return {
    ...words,
    prompt,
    negative: negative === words.negative ? cutFront(negative, house.negativeSuffix) : negative,
  };
}

/**
 * Joins several prefixes, the outermost first.
 * @returns undefined when all are empty
 */
export function mergePromptPrefixes(houses: readonly PromptPrefix[]): PromptPrefix | undefined {
  const all = (of: keyof PromptPrefix) => houses.map((house) => house[of].trim()).reduce(joined, '');
  const [prefix, negativeSuffix] = [all('prefix'), all('negativeSuffix')];
  return prefix === '' && negativeSuffix === '' ? undefined : { prefix, negativeSuffix };
}

/** Chunk boundaries at BREAK need no comma. */
const ENDS_WINDOW = /(?:^|\s)BREAK\s*$/u;
const BEGINS_WINDOW = /^\s*BREAK(?:\s|$)/u;

function separator(front: string, back: string): string {
  return ENDS_WINDOW.test(front) || BEGINS_WINDOW.test(back) || /,\s*$/u.test(front) ? ' ' : ', ';
}

function joined(front: string, back: string): string {
  if (front.trim() === '') return back;
  return back.trim() === '' ? front : `${front}${separator(front, back)}${back}`;
}

function cutFront(whole: string, front: string): string {
  if (front === '' || !whole.startsWith(front)) return whole;
  const back = whole.slice(front.length).replace(/^,? /u, '');
  return joined(front, back) === whole ? back : whole;
}

function cutEnd(whole: string, end: string): string {
  if (end === '' || !whole.endsWith(end)) return whole;
  const front = whole.slice(0, whole.length - end.length);
  const typed =
    front.endsWith(', ') && joined(front.slice(0, -2), end) === whole ? front.slice(0, -2) : front.slice(0, -1);
  return joined(typed, end) === whole ? typed : whole;
}

/** Whether the text ends with an open bracket or an incomplete escape. */
function runsOn(text: string): boolean {
  let [round, square] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') {
      at++;
      if (at === text.length) return true;
    } else if (letter === '(') round++;
    else if (letter === ')') round = Math.max(0, round - 1);
    else if (letter === '[') square++;
    else if (letter === ']') square = Math.max(0, square - 1);
  }
  return round > 0 || square > 0;
}
