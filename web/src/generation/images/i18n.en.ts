export default {
  imageCheck: {
    unchecked: 'Blurred until it’s checked',
    adultPending: 'May be adult content. You can view it when it’s finished.',
    held: 'Held for moderator review',
    removed: 'Removed by a moderator',
    sensitive: 'Sensitive',
    adult: 'Adult',
    show: 'Show',
    signIn: 'Sign in to view',
    again: 'Rendered again with seed {seed}: the image from seed {first} was broken',
  },
};
