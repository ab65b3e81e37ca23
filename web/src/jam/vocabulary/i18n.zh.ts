export default {
  vocabulary: {
    unknown: '{model} 不认识“{word}”。',
    unknownWords: '{model} 不认识{words}。点一下虚线标出的词，看看可以换成什么。',
    moreWords: '另外 {count} 个词',
    unknownTry: '{model} 不认识“{word}”，试试：',
    forWord: '“{word}”可换成：',
    announce: '{model} 不认识“{word}”。可以换成：{words}。按 Tab 键选择。',
    announceNone: '{model} 不认识“{word}”。按 Tab 键打开词库，查看它认识的词。',
    use: '把“{word}”换成“{suggestion}”',
  },
};
