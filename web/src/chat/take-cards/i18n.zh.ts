export default {
  takeCard: {
    loading: '正在加载画稿…',
    unavailable: '无法显示这一稿。',
    about: '{width} × {height} • {steps} 步',
    usedNoise: '{model}，从噪声开始',
    usedImage: '{model}，从图片开始',
    usedUpscale: '{model}，已放大',
    open: '打开',
    use: '套用参数',
    attached: '已添加第 {number} 稿',
    share: '分享到聊天',
    shareOf: '把第 {number} 稿分享到聊天',
  },
};
