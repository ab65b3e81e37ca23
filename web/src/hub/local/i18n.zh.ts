export default {
  localModels: {
    title: '本站的模型',
    about: '安装在本站上，所有画室都能使用。',
    nonePublished: '还没有人发布模型。',
    nonePublishedFor: '已发布的模型中没有与“{query}”相关的。',
    nonePublishedFiltered: '已发布的模型中没有符合条件的。',
    license: '许可协议：{license}',
    quarantined: '已隔离：曾导致渲染器崩溃。',
    tryIt: '在画室里试用：{name}',
    more: '再显示 {count} 个',
  },
};
