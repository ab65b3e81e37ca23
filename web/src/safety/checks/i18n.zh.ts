export default {
  checks: {
    refused: '「{word}」在这里不能用：{rule}。',
    together: '「{word}」和{others}不能一起用在这里：{rule}。',
    starredTogether: '「{word}」和{others}一起用，会显示为星号：{rule}。',
    starred: '「{word}」会显示为星号：{rule}。',
    write: '改为「{word}」',
    takeOut: '删去',
    more: '还有 {count} 处',
    starsPutIn: '有些词在这里不显示，已换成星号。',
  },
};
