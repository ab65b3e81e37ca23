/** What the house puts before the words somebody typed, and behind those they want to be rid of. */
export interface PromptPrefix {
  readonly prefix: string;
  readonly negativeSuffix: string;
}

interface Words {
  readonly prompt: string;
  readonly negative: string;
}

/** Of the pairs in an infotext. */
export const PROMPT_PREFIX_KEY = 'House prefix';
export const NEGATIVE_SUFFIX_KEY = 'House suffix';

/**
 * The words an image is rendered with. What was typed stands in them to the letter, so that its weights, schedules and BREAKs
 * mean what they meant, and those of the house have brackets that close: neither reaches into the other.
 */
export function applyPromptPrefix<T extends Words>(words: T, house: PromptPrefix | undefined): T {
  if (!house) return words;
  const { prefix, negativeSuffix } = house;
  const { prompt, negative } = words;
  // What is left open would run on into what follows; in front nothing reaches it.
  const away = runsOn(negative) ? joined(negativeSuffix, negative) : joined(negative, negativeSuffix);
  return { ...words, prompt: joined(prefix, prompt), negative: away };
}

/** What was typed, of words that are with those of the house. Where they are not, the words as they are. */
export function stripPromptPrefix<T extends Words>(words: T, house: PromptPrefix): T {
  const prompt = cutFront(words.prompt, house.prefix);
  const negative = cutEnd(words.negative, house.negativeSuffix);
  return {
    ...words,
    prompt,
    negative: negative === words.negative ? cutFront(negative, house.negativeSuffix) : negative,
  };
}

/** Several houses of which each has its say, the outermost first. @returns undefined where none says anything */
export function mergePromptPrefixes(houses: readonly PromptPrefix[]): PromptPrefix | undefined {
  const all = (of: keyof PromptPrefix) => houses.map((house) => house[of].trim()).reduce(joined, '');
  const [prefix, negativeSuffix] = [all('prefix'), all('negativeSuffix')];
  return prefix === '' && negativeSuffix === '' ? undefined : { prefix, negativeSuffix };
}

/** A window that begins or ends there needs no comma. */
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

/** Whether its last bracket is open, or its last letter would take the meaning of the next one away. */
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
