import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TokenizerSource } from './tokenizer-source.js';
import { clipTokenizerJson } from './clip-tokenizer-json.js';

/** CLIP's merges (Radford et al. 2021, MIT license), which every Stable Diffusion model uses and no checkpoint contains. */
const MERGES = fileURLToPath(new URL('./clip-merges.txt', import.meta.url));

const SPECIAL_TOKENS = { begin: '<|startoftext|>', end: '<|endoftext|>' };
const MAX_LENGTH = 77;

let json: Record<string, unknown> | undefined;

/** @param padToken the end token in CLIP, `!` in OpenCLIP, whose padding is 0 */
export function clipTokenizer(padToken: '<|endoftext|>' | '!'): TokenizerSource {
  json ??= readClipJson();
  return { json, config: {}, padToken, maxLength: MAX_LENGTH, file: 'tokenizer.json' };
}

function readClipJson(): Record<string, unknown> {
  const text = readFileSync(MERGES, 'utf8');
  const merges = text.split('\n').filter((line) => line !== '' && !line.startsWith('#version'));
  const letters = byteLetters();
  const tokens = [
    ...letters,
    ...letters.map((letter) => `${letter}</w>`),
    ...merges.map((merge) => merge.replace(' ', '')),
    ...[SPECIAL_TOKENS.begin, SPECIAL_TOKENS.end],
  ];
  return clipTokenizerJson(Object.fromEntries(tokens.map((token, id) => [token, id])), text, SPECIAL_TOKENS);
}

/** A letter for each byte (Radford et al. 2019): itself where it is printable, otherwise one above 255, after all others. */
function byteLetters(): string[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const isPrintable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  const others = bytes.filter((byte) => !isPrintable(byte)).map((_, i) => 256 + i);
  return [...bytes.filter(isPrintable), ...others].map((code) => String.fromCodePoint(code));
}
