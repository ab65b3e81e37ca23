export { parseInfotext, writeInfotext } from './infotext.js';
export type { Infotext } from './infotext.js';
export { embeddingPattern, hasEmbeddingWord } from './embedding-words.js';
export { parseExtraNetworks } from './extra-networks.js';
export type { LoraTag, TaggedPrompt } from './extra-networks.js';
export { promptPartMarks, promptParts } from './prompt-parts.js';
export type { PromptPart } from './prompt-parts.js';
export {
  PROMPT_PREFIX_KEY,
  NEGATIVE_SUFFIX_KEY,
  mergePromptPrefixes,
  applyPromptPrefix,
  stripPromptPrefix,
} from './prompt-prefix.js';
export type { PromptPrefix } from './prompt-prefix.js';
export { IMAGE_RECORD_KEYWORD, parseImageRecord } from './image-record.js';
export { readPngText, withPngText } from './png-text.js';
export type { PngText } from './png-text.js';
export { PARAMETERS_KEYWORD, readImageMetadata } from './image-metadata.js';
export { findSampler, SAMPLER_NAMES, samplerLabels } from './samplers.js';
export type { ParsedSampler, SamplerName } from './samplers.js';
export { findUpscaler, upscalerLabel } from './upscalers.js';
export { settingsFromInfotext } from './settings-from-infotext.js';
export type { ParsedEmbedding, ParsedHires, ParsedLora, ParsedSettings, ParsedVae } from './settings-from-infotext.js';
