export default {
  checks: {
    refused: '「{word}」在这里不能用：{rule}。',
    starred: '「{word}」会显示为星号：{rule}。',
    write: '改为「{word}」',
    takeOut: '删去',
    more: '还有 {count} 处',
    starsPutIn: '有些词在这里不显示，已换成星号。',
  },
};
