export default {
  moderation: {
    title: 'Moderation',
    open: 'Moderation',
    tabs: { reports: 'Reports', terms: 'Terms', style: 'Style', users: 'Users', log: 'Log' },
    notYours: 'Only for those who moderate',
    notYoursAbout: 'Whoever looks after this place can make you a moderator.',
  },
};
