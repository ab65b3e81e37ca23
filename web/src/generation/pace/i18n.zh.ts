export default {
  pace: {
    label: '节奏',
    full: '全速',
    seconds: '{seconds} 秒',
    aboutShort: '多人观看时，渲染一稿用多久',
    about: '有多人观看且没有其他画稿排队时，按此节奏渲染。',
  },
};
