import { parseExtraNetworks } from '@visionary/infotext';
import type { ChunkTokenizer } from './chunks.js';
import { scheduleTexts } from './schedule.js';
import { toChunks } from './chunks.js';

/** How many tokens a prompt has, and how many fit. */
export interface TokenCount {
  readonly tokens: number;
  /** Capacity of the chunks that the prompt needs: 75, 150, 225 … with CLIP. */
  readonly limit: number;
}

/** Enough steps for every change of a realistic schedule. */
const STEPS = 150;
/** Counts only this many of a schedule's texts, the longest ones, because users wait while typing. */
const MAX_COUNTED_TEXTS = 16;

/**
 * Counts tokens as AUTOMATIC1111's web UI does: without prompt syntax and LoRA tags, and for schedules the longest
 * text.
 */
export function countPrompt(prompt: string, tokenizer: ChunkTokenizer): TokenCount {
  const texts = new Set(scheduleTexts(parseExtraNetworks(prompt).text, STEPS).map(({ text }) => text));
  const longest = [...texts].sort((a, b) => b.length - a.length).slice(0, MAX_COUNTED_TEXTS);
  const tokens = Math.max(...longest.map((text) => toChunks(text, tokenizer).tokens));
  return { tokens, limit: Math.ceil(Math.max(tokens, 1) / tokenizer.limit) * tokenizer.limit };
}
