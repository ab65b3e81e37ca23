import { parseExtraNetworks, promptParts } from '@visionary/infotext';
import type { ChunkTokenizer } from './chunks.js';
import { MAX_PROMPT_PARTS } from './prompt-compiler.js';
import { scheduleTexts } from './schedule.js';
import { toChunks } from './chunks.js';

/** How many tokens a prompt has, and how many fit. */
export interface TokenCount {
  readonly tokens: number;
  /** Capacity of the chunks that the prompt needs: 75, 150, 225 … with CLIP. */
  readonly limit: number;
  /** Tokens of each part of a prompt with AND. */
  readonly parts?: number[];
}

/** Enough steps for every change of a realistic schedule. */
const STEPS = 150;
/** Counts only this many of a schedule's texts, the longest ones, because users wait while typing. */
const MAX_COUNTED_TEXTS = 16;

/**
 * Counts tokens as AUTOMATIC1111's web UI does: without prompt syntax and LoRA tags, and for schedules the longest
 * text. Of parts joined by AND the longest one counts.
 */
export function countPrompt(prompt: string, tokenizer: ChunkTokenizer): TokenCount {
  const parts = promptParts(parseExtraNetworks(prompt).text)
    .slice(0, MAX_PROMPT_PARTS)
    .map(({ text }) => countPart(text, tokenizer));
  const tokens = Math.max(...parts);
  const limit = Math.ceil(Math.max(tokens, 1) / tokenizer.limit) * tokenizer.limit;
  return { tokens, limit, ...(parts.length > 1 && { parts }) };
}

function countPart(part: string, tokenizer: ChunkTokenizer): number {
  const texts = new Set(scheduleTexts(part, STEPS).map(({ text }) => text));
  const longest = [...texts].sort((a, b) => b.length - a.length).slice(0, MAX_COUNTED_TEXTS);
  return Math.max(...longest.map((text) => toChunks(text, tokenizer).tokens));
}
