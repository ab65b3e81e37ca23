export default {
  card: {
    loading: '正在加载画稿',
    refused: '这一稿无法显示。',
    about: '{steps} 步 • 种子 {seed}',
    open: '打开',
    use: '套用参数',
    attached: '第 {number} 稿会随消息发出',
    share: '发到聊天',
    shareOf: '把第 {number} 稿发到聊天',
  },
};
