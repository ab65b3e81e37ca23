/**
 * The older pair vocab.json and merges.txt, brought into the one-file format that tokenizer libraries read. The rules
 * around the vocabulary are those of CLIP (Radford et al. 2021): NFC, white space as one space, lower case, words cut
 * by this pattern, bytes as letters, `</w>` at a word's end.
 */
export function clipTokenizerJson(
  vocab: Readonly<Record<string, number>>,
  mergesText: string,
  tokens: { readonly begin: string; readonly end: string },
): Record<string, unknown> {
  const special = (content: string) => ({
    id: vocab[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const word = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special(tokens.begin), special(tokens.end)],
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
        { type: 'Split', pattern: { Regex: word }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [tokens.end, vocab[tokens.end]],
      cls: [tokens.begin, vocab[tokens.begin]],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: null,
    model: {
      type: 'BPE',
      unk_token: tokens.end,
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges: mergesText.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version')),
    },
  };
}
