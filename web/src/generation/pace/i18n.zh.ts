export default {
  pace: {
    hurried: '后面有画稿在等，先全速画完。',
    label: '节奏',
    full: '全速',
    seconds: '{seconds} 秒',
    aboutShort: '渲染一稿用多久：慢一些，来得及改词',
    about: '节奏慢一些，来得及改词。没有其他画稿排队时，按此节奏渲染。',
  },
};
