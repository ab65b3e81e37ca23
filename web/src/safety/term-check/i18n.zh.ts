export default {
  termCheck: {
    rejected: '这里不能使用“{word}”：{rule}。',
    together: '“{word}”不能与{others}同时出现：{rule}。',
    starredTogether: '“{word}”与{others}同时出现，将替换为星号：{rule}。',
    starred: '“{word}”将替换为星号：{rule}。',
    write: '改为“{word}”',
    masked: '有人写了屏蔽词。删除之前，其他人看不到它。',
    takeOut: '删除',
    more: '还有 {count} 处',
    starsPutIn: '屏蔽词已替换为星号。',
  },
};
