export default {
  removal: {
    title: {
      post: 'Remove this image?',
      comment: 'Remove this comment?',
      message: 'Remove this message?',
      model: 'Remove this model?',
      version: 'Remove this version?',
    },
    by: 'By {name}.',
    about: 'Only moderators will see it. The author is notified of the reason and can appeal. It can be restored.',
    rule: 'Reason',
    choose: 'Choose a reason',
    missing: 'Choose a reason.',
    message: 'Message to the author',
    hint: 'Optional. The author reads this and can appeal.',
    confirm: 'Remove',
    model: 'Remove model',
    version: 'Remove version {version}',
    done: 'Removed. The author was notified.',
  },
};
