export default {
  vocabulary: {
    unknown: '{model} doesn’t know “{word}”.',
    unknownWords: '{model} doesn’t know {words}. Put the cursor in a dotted word to see near ones.',
    roughWords: '{model} draws {words} only roughly. Put the cursor in a dotted word to see what it draws better.',
    rough: '{model} draws “{word}” only roughly.',
    roughTry: '{model} draws “{word}” only roughly. It draws these better:',
    moreWords: '{count} more',
    unknownTry: '{model} doesn’t know “{word}”. Try:',
    forWord: 'For “{word}”:',
    announce: '{model} doesn’t know “{word}”. Suggestions: {words}. Press Tab to choose one.',
    announceNone: '{model} doesn’t know “{word}”.',
    use: 'Replace “{word}” with “{suggestion}”',
    dismiss: 'Hide suggestions',
  },
};
