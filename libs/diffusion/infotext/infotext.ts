/** Parameters as the field writes them under a picture: what was asked, then pairs in their order. */
export interface Infotext {
  readonly prompt: string;
  readonly negative: string;
  readonly parameters: readonly (readonly [key: string, value: string])[];
}

const NEGATIVE = 'Negative prompt:';
/** Fewer pairs than this in the last line, and it is a line of the prompt. */
const FEWEST_PAIRS = 3;
const PAIR = /\s*(\w[\w \-/]{1,80}):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g;
const SIZE = /^(\d+)x(\d+)$/;

/** The text other tools read from a PNG's `parameters`. */
export function writeInfotext({ prompt, negative, parameters }: Infotext): string {
  const lines = [
    prompt,
    negative === '' ? '' : `${NEGATIVE} ${negative}`,
    parameters.map(([key, value]) => `${key}: ${quote(value)}`).join(', '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** Reads such a text. Sizes like `512x768` become `key-1` and `key-2`. */
export function parseInfotext(text: string): Infotext {
  const lines = text.trim().split(/\r?\n/);
  const pairs = pairsOf(lines[lines.length - 1] ?? '');
  const words = pairs.length < FEWEST_PAIRS ? lines : lines.slice(0, -1);
  const prompt: string[] = [];
  const negative: string[] = [];
  let into = prompt;
  for (const line of words.map((one) => one.trim())) {
    const starts = line.startsWith(NEGATIVE);
    if (starts) into = negative;
    into.push(starts ? line.slice(NEGATIVE.length).trim() : line);
  }
  const parameters = pairs.length < FEWEST_PAIRS ? [] : pairs.flatMap(splitSize);
  return { prompt: prompt.join('\n'), negative: negative.join('\n'), parameters };
}

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
