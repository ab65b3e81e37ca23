export default {
  localModels: {
    title: '本站自带的模型',
    about: '随本站安装，所有画室都能使用。',
    nothingPublished: '还没有人发布模型。',
    nothingPublishedWords: '已发布的模型中没有与“{query}”相关的。',
    nothingPublishedLike: '已发布的模型中没有符合条件的。',
    license: '许可协议：{license}',
    setAside: '已隔离：曾导致渲染器崩溃。',
    tryIt: '在画室里试用：{name}',
    more: '再显示 {count} 个',
  },
};
