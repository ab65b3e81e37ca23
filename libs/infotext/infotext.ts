/** Parameters as the field writes them under an image: what was asked, then pairs in their order. */
export interface Infotext {
  readonly prompt: string;
  readonly negative: string;
  readonly parameters: readonly (readonly [key: string, value: string])[];
}

const NEGATIVE = 'Negative prompt:';
/** Whoever writes these among the pairs does not mean the words above. */
const WORDS = ['Prompt', 'Negative prompt'];
/** Fewer pairs than this in the last line, and it is a line of the prompt. */
const FEWEST_PAIRS = 3;
/** Keys have two letters at least. No honest one is longer than 81; without an end, long words would be slow to read. */
const PAIR = /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,80}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu;
const SIZE = /^(\d+)x(\d+)$/;

/** The text other tools read from a PNG's `parameters`. */
export function writeInfotext({ prompt, negative, parameters }: Infotext): string {
  const away = negative === '' ? '' : `\n${NEGATIVE} ${negative}`;
  const pairs = parameters.map(([key, value]) => (key === value ? key : `${key}: ${quote(value)}`));
  return `${prompt}${away}\n${pairs.join(', ')}`.trim();
}

/** Reads such a text. Sizes like `512x768` become `key-1` and `key-2`; pairs without a value are left out. */
export function parseInfotext(text: string): Infotext {
  const lines = text.trim().split('\n');
  const pairs = pairsOf(lines[lines.length - 1] ?? '');
  const hasPairs = pairs.length >= FEWEST_PAIRS;
  let prompt = '';
  let negative = '';
  let isNegative = false;
  for (const whole of hasPairs ? lines.slice(0, -1) : lines) {
    const line = whole.trim();
    const starts = line.startsWith(NEGATIVE);
    isNegative ||= starts;
    if (isNegative) negative = joined(negative, starts ? line.slice(NEGATIVE.length).trim() : line);
    else prompt = joined(prompt, line);
  }
  const given = hasPairs ? pairs.filter(([key, value]) => value !== '' && !WORDS.includes(key)) : [];
  return { prompt, negative, parameters: given.flatMap(splitSize) };
}

const joined = (before: string, line: string): string => (before === '' ? line : `${before}\n${line}`);

/** A value that would be cut at its comma, colon or line end is written as JSON. */
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
