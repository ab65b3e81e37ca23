export default {
  vocabulary: {
    unknown: '{model} 不认识“{word}”。',
    unknownWords: '{model} 不认识{words}。点一下虚线标出的词，看看可以换成什么。',
    roughWords: '{model} 画{words}还不太像。点一下虚线标出的词，看看它更拿手的。',
    crowd: {
      thing:
        '{model} 一次画一样东西最拿手。{words}同时出现时，可能少画或画错位置，不妨分开画。 | {model} 一次最多能画好 {most} 样东西。{words}同时出现时，可能少画或画错位置。',
      place:
        '{model} 一次只能画一个场景，请从{words}中选一个。 | {model} 一次最多画 {most} 个场景，请从{words}中选择。',
      style: '{model} 一次只能用一种风格，请从{words}中选一种。 | {model} 最多混合 {most} 种风格，请从{words}中选择。',
      other: '{model} 未必能同时做到{words}。',
    },
    rough: '{model} 画“{word}”还不太像。',
    better: '比“{word}”更拿手：',
    announceRough: '{model} 画“{word}”还不太像，更拿手的有：{words}。按 Tab 键选择。',
    roughTry: '{model} 画“{word}”还不太像，更拿手的有：',
    moreWords: '另外 {count} 个词',
    unknownTry: '{model} 不认识“{word}”，试试：',
    forWord: '“{word}”可换成：',
    announce: '{model} 不认识“{word}”。可以换成：{words}。按 Tab 键选择。',
    announceNone: '{model} 不认识“{word}”。按 Tab 键打开词库，查看它认识的词。',
    use: '把“{word}”换成“{suggestion}”',
  },
};
