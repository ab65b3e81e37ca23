/** CLIP's begin and end tokens. */
export interface ClipSpecialTokens {
  readonly begin: string;
  readonly end: string;
}

/** CLIP's word pattern: contractions, runs of letters, single digits, and runs of other non-space characters. */
const WORD = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/**
 * Converts the older vocab.json and merges.txt to the single-file format of tokenizer libraries. Rules of CLIP
 * (Radford et al. 2021): NFC, collapsed white space, lower case, byte-level letters, `</w>` at the end of words.
 */
export function clipTokenizerJson(
  vocab: Readonly<Record<string, number>>,
  mergesText: string,
  specialTokens: ClipSpecialTokens,
): Record<string, unknown> {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [addedToken(vocab, specialTokens.begin), addedToken(vocab, specialTokens.end)],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: WORD }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: postProcessor(vocab, specialTokens),
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: specialTokens.end,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges: mergesText.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version')),
    },
  };
}

function addedToken(vocab: Readonly<Record<string, number>>, content: string): Record<string, unknown> {
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  return { id: vocab[content], content, ...flags, special: true };
}

function postProcessor(
  vocab: Readonly<Record<string, number>>,
  { begin, end }: ClipSpecialTokens,
): Record<string, unknown> {
  return {
    type: 'RobertaProcessing',
    sep: [end, vocab[end]],
    cls: [begin, vocab[begin]],
    trim_offsets: false,
    add_prefix_space: false,
  };
}
