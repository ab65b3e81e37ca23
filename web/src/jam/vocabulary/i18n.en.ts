export default {
  vocabulary: {
    unknown: '{model} doesn’t know “{word}”.',
    unknownWords: '{model} doesn’t know {words}. Click or tap a dotted word to see what you can write instead.',
    roughWords: '{model} draws {words} only roughly. Click or tap a dotted word to see what you can write instead.',
    crowd: {
      thing:
        '{model} draws one thing best. Of {words}, one may be missing or in the wrong place: try them one by one. | {model} draws up to {most} things well. Of {words}, some may be missing or in the wrong place.',
      place:
        '{model} draws one place at a time: choose from {words}. | {model} draws up to {most} places at a time: choose from {words}.',
      style:
        '{model} draws in one style at a time: choose from {words}. | {model} mixes up to {most} styles: choose from {words}.',
      other: '{model} may not follow all of {words} at once.',
    },
    rough: '{model} draws “{word}” only roughly.',
    better: 'Better than “{word}”:',
    announceRough: '{model} draws “{word}” only roughly. It draws these better: {words}. Press Tab to choose one.',
    roughTry: '{model} draws “{word}” only roughly. It draws these better:',
    moreWords: '{count} more',
    unknownTry: '{model} doesn’t know “{word}”. Try:',
    forWord: 'For “{word}”:',
    announce: '{model} doesn’t know “{word}”. Suggestions: {words}. Press Tab to choose one.',
    announceNone: '{model} doesn’t know “{word}”. Press Tab to open the palette, which shows what it knows.',
    use: 'Replace “{word}” with “{suggestion}”',
  },
};
