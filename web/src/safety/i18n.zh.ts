export default {
  moderation: {
    title: '审核',
    open: '审核',
    tabs: { reports: '举报', terms: '词表', style: '风格', users: '用户', log: '日志' },
    notYours: '这里只对审核员开放',
    notYoursAbout: '可以请站点的管理者把你设为审核员。',
  },
};
