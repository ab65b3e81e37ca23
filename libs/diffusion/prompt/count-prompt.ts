import { parseExtraNetworks } from '@visionary/infotext';
import type { WindowTokenizer } from './windows.js';
import { scheduleTexts } from './schedule.js';
import { toWindows } from './windows.js';

/** How much of the text encoder's windows a prompt fills. */
export interface TokenCount {
  readonly tokens: number;
  /** What fits into as many windows as the prompt needs; 75, 150, 225 … with CLIP. */
  readonly limit: number;
}

/** A run long enough to see every turn of an honest schedule. */
const STEPS = 150;
/** So many of what a schedule reads are counted, the longest ones: somebody waits while typing. */
const COUNTED = 16;

/** Counts a prompt as the field does: without its syntax and tags, and of what a schedule reads the longest. */
export function countPrompt(prompt: string, tokenizer: WindowTokenizer): TokenCount {
  const texts = new Set(scheduleTexts(parseExtraNetworks(prompt).text, STEPS).map(({ text }) => text));
  const longest = [...texts].sort((a, b) => b.length - a.length).slice(0, COUNTED);
  const tokens = Math.max(...longest.map((text) => toWindows(text, tokenizer).tokens));
  return { tokens, limit: Math.ceil(Math.max(tokens, 1) / tokenizer.limit) * tokenizer.limit };
}
