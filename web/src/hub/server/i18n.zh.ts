export default {
  ofServer: {
    title: '随服务器自带',
    about: '在服务器自己的模型目录里，每间画室都能选用。',
    nothingPublished: '还没有人发布模型。',
    nothingPublishedWords: '已发布的模型里没有“{words}”。',
    nothingPublishedLike: '已发布的模型里没有这样的。',
    licence: '许可：{licence}',
    setAside: '已隔离：它曾让加载它的进程崩溃。',
    tryIt: '在画室里试试：{name}',
    more: '再显示 {count} 个',
  },
};
