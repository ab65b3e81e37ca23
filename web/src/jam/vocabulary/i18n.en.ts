export default {
  vocabulary: {
    unknown: '{model} doesn’t know {word}.',
    unknownTry: '{model} doesn’t know {word}. Try:',
    forWord: 'For {word}:',
    none: 'Nothing it knows is near.',
    announce: '{model} doesn’t know {word}. Suggestions: {words}. Press Tab to choose one.',
    announceNone: '{model} doesn’t know {word}.',
    use: 'Replace {word} with {suggestion}',
    dismiss: 'Hide suggestions',
    palette: 'Palette',
    openPalette: 'Open palette',
  },
};
