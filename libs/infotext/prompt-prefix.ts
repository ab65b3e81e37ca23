import { promptPieces } from './prompt-parts.js';

/** Text added before each prompt, and after each negative prompt. */
export interface PromptPrefix {
  readonly prefix: string;
  readonly negativeSuffix: string;
}

interface Prompts {
  readonly prompt: string;
  readonly negative: string;
}

/** Infotext keys of the prefix and the suffix. */
export const PROMPT_PREFIX_KEY = 'House prefix';
export const NEGATIVE_SUFFIX_KEY = 'House suffix';

/**
 * Adds the prompt prefix, to every part of a prompt with AND. The prompt stays verbatim, so that its weights, schedules,
 * and BREAKs keep their meaning, and the prefix has balanced brackets: neither affects the other.
 */
export function applyPromptPrefix<T extends Prompts>(prompts: T, promptPrefix: PromptPrefix | undefined): T {
  if (!promptPrefix) return prompts;
  const { prefix, negativeSuffix } = promptPrefix;
  const { prompt, negative } = prompts;
  // An open bracket would extend into the suffix, so the suffix then goes first.
  const negativeWithSuffix = hasOpenEnd(negative)
    ? joinPrompts(negativeSuffix, negative)
    : joinPrompts(negative, negativeSuffix);
  return { ...prompts, prompt: addToParts(prefix, prompt), negative: negativeWithSuffix };
}

/** Removes the prompt prefix from a prompt. Prompts without it stay unchanged. */
export function stripPromptPrefix<T extends Prompts>(prompts: T, promptPrefix: PromptPrefix): T {
  const prompt = removeFromParts(prompts.prompt, promptPrefix.prefix);
  const negative = removeSuffix(prompts.negative, promptPrefix.negativeSuffix);
  return {
    ...prompts,
    prompt,
    negative: negative === prompts.negative ? removePrefix(negative, promptPrefix.negativeSuffix) : negative,
  };
}

/**
 * Joins several prefixes, the outermost first.
 * @returns undefined when all are empty
 */
export function mergePromptPrefixes(promptPrefixes: readonly PromptPrefix[]): PromptPrefix | undefined {
  const merged = (part: keyof PromptPrefix) =>
    promptPrefixes.map((promptPrefix) => promptPrefix[part].trim()).reduce(joinPrompts, '');
  const [prefix, negativeSuffix] = [merged('prefix'), merged('negativeSuffix')];
  return prefix === '' && negativeSuffix === '' ? undefined : { prefix, negativeSuffix };
}

/** An empty part after the first keeps its distance from the ANDs around it. */
function addToParts(prefix: string, prompt: string): string {
  if (prefix.trim() === '') return prompt;
  const [first = '', ...others] = promptPieces(prompt);
  if (others.length === 0) return joinPrompts(prefix, prompt);
  const parts = others.map((piece) => {
    const text = piece.trimStart();
    return text === '' ? ` ${prefix}${piece || ' '}` : `${piece.slice(0, -text.length)}${joinPrompts(prefix, text)}`;
  });
  return [first.trim() === '' ? `${prefix}${first || ' '}` : joinPrompts(prefix, first), ...parts].join('AND');
}

function removeFromParts(prompt: string, prefix: string): string {
  const [first = '', ...others] = promptPieces(prompt);
  if (prefix === '' || others.length === 0) return removePrefix(prompt, prefix);
  const parts = others.map((piece) => {
    const text = piece.trimStart();
    if (text.trimEnd() === prefix.trim()) return text.slice(prefix.trim().length);
    return `${piece.slice(0, piece.length - text.length)}${removePrefix(text, prefix)}`;
  });
  const isBare = first.trim() === prefix.trim();
  const typed = [isBare ? first.slice(prefix.length) : removePrefix(first, prefix), ...parts].join('AND');
  return addToParts(prefix, typed) === prompt ? typed : prompt;
}

/** Chunk boundaries at BREAK need no comma. */
const ENDS_CHUNK = /(?:^|\s)BREAK\s*$/u;
const BEGINS_CHUNK = /^\s*BREAK(?:\s|$)/u;

function separatorBetween(front: string, back: string): string {
  return ENDS_CHUNK.test(front) || BEGINS_CHUNK.test(back) || /,\s*$/u.test(front) ? ' ' : ', ';
}

function joinPrompts(front: string, back: string): string {
  if (front.trim() === '') return back;
  return back.trim() === '' ? front : `${front}${separatorBetween(front, back)}${back}`;
}

function removePrefix(text: string, prefix: string): string {
  if (prefix === '' || !text.startsWith(prefix)) return text;
  const rest = text.slice(prefix.length).replace(/^,? /u, '');
  return joinPrompts(prefix, rest) === text ? rest : text;
}

function removeSuffix(text: string, suffix: string): string {
  if (suffix === '' || !text.endsWith(suffix)) return text;
  const front = text.slice(0, text.length - suffix.length);
  const typed =
    front.endsWith(', ') && joinPrompts(front.slice(0, -2), suffix) === text ? front.slice(0, -2) : front.slice(0, -1);
  return joinPrompts(typed, suffix) === text ? typed : text;
}

/** Whether the text ends with an open bracket or an incomplete escape. */
function hasOpenEnd(text: string): boolean {
  let [openParentheses, openBrackets] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') {
      at++;
      if (at === text.length) return true;
    } else if (letter === '(') openParentheses++;
    else if (letter === ')') openParentheses = Math.max(0, openParentheses - 1);
    else if (letter === '[') openBrackets++;
    else if (letter === ']') openBrackets = Math.max(0, openBrackets - 1);
  }
  return openParentheses > 0 || openBrackets > 0;
}
