export default {
  vocabulary: {
    unknown: '{model} doesn’t know “{word}”.',
    unknownTry: '{model} doesn’t know “{word}”. Try:',
    forWord: 'For “{word}”:',
    announce: '{model} doesn’t know “{word}”. Suggestions: {words}. Press Tab to choose one.',
    announceNone: '{model} doesn’t know “{word}”.',
    use: 'Replace “{word}” with “{suggestion}”',
    dismiss: 'Hide suggestions',
  },
};
