/** A parsed infotext: prompts, then key-value pairs in order. */
export interface Infotext {
  readonly prompt: string;
  readonly negative: string;
  readonly parameters: readonly (readonly [key: string, value: string])[];
}

const NEGATIVE = 'Negative prompt:';
/** Parameters with these keys are dropped, because they must not override the prompts above. */
const WORDS = ['Prompt', 'Negative prompt'];
/** A last line with fewer pairs belongs to the prompt. */
const FEWEST_PAIRS = 3;
/** Keys have at least two characters. The upper limit of 81 keeps long words from being slow to parse. */
const PAIR = /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,80}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu;
const SIZE = /^(\d+)x(\d+)$/;

/** Formats the text that other tools read from a PNG's `parameters`. */
export function writeInfotext({ prompt, negative, parameters }: Infotext): string {
  const away = negative === '' ? '' : `\n${NEGATIVE} ${negative}`;
  const pairs = parameters.map(([key, value]) => (key === value ? key : `${key}: ${quote(value)}`));
  return `${prompt}${away}\n${pairs.join(', ')}`.trim();
}

/** Parses an infotext. Sizes like `512x768` become `key-1` and `key-2`; pairs without a value are dropped. */
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
