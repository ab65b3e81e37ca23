import { join } from 'node:path';
import type { JsonObject } from '../model-folder/json-file.js';
import { ModelFolderError } from '../errors.js';
import { fileExists, readJsonObject, readJsonObjectIfAny, readTextFile } from '../model-folder/json-file.js';
import { clipTokenizerJson } from './clip-tokenizer-json.js';

/** A parsed tokenizer folder: tokenizer.json and its config. */
export interface TokenizerSource {
  readonly json: JsonObject;
  readonly config: JsonObject;
  /** The padding token, if a file has one. */
  readonly padToken: string | undefined;
  /** The maximum sequence length, if a file has a plausible one. */
  readonly maxLength: number | undefined;
  readonly file: string;
}

const EXPECTED = 'tokenizer.json, or vocab.json with merges.txt';
/** "No limit" is stored as a 30-digit number. */
const MAX_PLAUSIBLE_LENGTH = 100_000;

/** @throws ModelFolderError */
export async function readTokenizerSource(dir: string, part: string): Promise<TokenizerSource> {
  const config = (await readJsonObjectIfAny(dir, `${part}/tokenizer_config.json`, EXPECTED)) ?? {};
  const specials = (await readJsonObjectIfAny(dir, `${part}/special_tokens_map.json`, EXPECTED)) ?? {};
  const jsonFile = `${part}/tokenizer.json`;
  const hasJsonFile = await fileExists(join(dir, jsonFile));
  const json = hasJsonFile
    ? await readJsonObject(dir, jsonFile, EXPECTED)
    : await readVocabAndMerges(dir, part, config);
  const maxLength = config.model_max_length;
  return {
    json,
    config,
    padToken: findPadToken(config, specials),
    maxLength:
      typeof maxLength === 'number' && maxLength > 0 && maxLength < MAX_PLAUSIBLE_LENGTH ? maxLength : undefined,
    file: hasJsonFile ? jsonFile : `${part}/vocab.json`,
  };
}

/**
 * Older folders store the padding token twice, and SD 2.x with different values: then the map of special tokens
 * applies. A config with `added_tokens_decoder` is newer and takes precedence.
 */
function findPadToken(config: JsonObject, specials: JsonObject): string | undefined {
  const inConfig = tokenContent(config.pad_token);
  const inMap = tokenContent(specials.pad_token);
  return config.added_tokens_decoder === undefined ? (inMap ?? inConfig) : (inConfig ?? inMap);
}

async function readVocabAndMerges(dir: string, part: string, config: JsonObject): Promise<JsonObject> {
  const file = `${part}/vocab.json`;
  const vocab = await readJsonObject(dir, file, EXPECTED);
  const merges = await readTextFile(dir, `${part}/merges.txt`, EXPECTED);
  const begin = tokenContent(config.bos_token) ?? '<|startoftext|>';
  const end = tokenContent(config.eos_token) ?? '<|endoftext|>';
  for (const token of [begin, end]) {
    if (typeof vocab[token] !== 'number') {
      const fault = { reasonKey: 'vocabularyEntryMissing', word: token } as const;
      throw new ModelFolderError('DOES_NOT_FIT', file, `it has no entry ${token}`, 'a CLIP vocabulary', fault);
    }
  }
  return clipTokenizerJson(vocab as Record<string, number>, merges, { begin, end });
}

/** Special tokens are stored as a string or as an object with a `content`. */
function tokenContent(token: unknown): string | undefined {
  if (typeof token === 'string') return token;
  const inner = typeof token === 'object' && token !== null ? (token as { content?: unknown }).content : undefined;
  return typeof inner === 'string' ? inner : undefined;
}
