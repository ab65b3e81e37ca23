export default {
  moderation: {
    title: 'Moderation',
    open: 'Moderation',
    tabs: { reports: 'Reports', terms: 'Terms', users: 'Users', log: 'Log' },
    notYours: 'Only for those who moderate',
    notYoursAbout: 'Whoever looks after this place can make you a moderator.',
  },
};
