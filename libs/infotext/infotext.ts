/** A parsed infotext: prompts, then key-value pairs in order. */
export interface Infotext {
  readonly prompt: string;
  readonly negative: string;
  readonly parameters: readonly (readonly [key: string, value: string])[];
}

const NEGATIVE_LABEL = 'Negative prompt:';
/** Parameters with these keys are dropped, because they must not override the prompts above. */
const PROMPT_KEYS = ['Prompt', 'Negative prompt'];
/** A last line with fewer pairs belongs to the prompt. */
const MIN_PAIRS = 3;
/** Keys have at least two characters. The upper limit of 81 keeps long words from being slow to parse. */
const PAIR = /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,80}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu;
const SIZE = /^(\d+)x(\d+)$/;

/** Formats the text that other tools read from a PNG's `parameters`. */
export function writeInfotext({ prompt, negative, parameters }: Infotext): string {
  const negativeLine = negative === '' ? '' : `\n${NEGATIVE_LABEL} ${negative}`;
  const pairs = parameters.map(([key, value]) => (key === value ? key : `${key}: ${quote(value)}`));
  return `${prompt}${negativeLine}\n${pairs.join(', ')}`.trim();
}

/** Parses an infotext. Sizes like `512x768` become `key-1` and `key-2`; pairs without a value are dropped. */
export function parseInfotext(text: string): Infotext {
  const lines = text.trim().split('\n');
  const pairs = pairsOf(lines[lines.length - 1] ?? '');
  const hasPairs = pairs.length >= MIN_PAIRS;
  let prompt = '';
  let negative = '';
  let isNegative = false;
  for (const rawLine of hasPairs ? lines.slice(0, -1) : lines) {
    const line = rawLine.trim();
    const startsNegative = line.startsWith(NEGATIVE_LABEL);
    isNegative ||= startsNegative;
    if (isNegative) negative = appendLine(negative, startsNegative ? line.slice(NEGATIVE_LABEL.length).trim() : line);
    else prompt = appendLine(prompt, line);
  }
  const valid = hasPairs ? pairs.filter(([key, value]) => value !== '' && !PROMPT_KEYS.includes(key)) : [];
  return { prompt, negative, parameters: valid.flatMap(splitSize) };
}

const appendLine = (text: string, line: string): string => (text === '' ? line : `${text}\n${line}`);

/** Quotes a value as JSON if it contains a comma, colon, or line break. */
function quote(value: string): string {
  return /[,\n:]/.test(value) ? JSON.stringify(value) : value;
}

function unquote(value: string): string {
  if (!value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

function pairsOf(line: string): [string, string][] {
  return [...line.matchAll(PAIR)].map(([, key, value]) => [key!, value!]);
}

function splitSize([key, value]: [string, string]): [string, string][] {
  const size = SIZE.exec(unquote(value));
  if (!size) return [[key, unquote(value)]];
  return [
    [`${key}-1`, size[1]!],
    [`${key}-2`, size[2]!],
  ];
}
