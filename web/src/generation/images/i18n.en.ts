export default {
  imageCheck: {
    unchecked: 'Blurred until it’s checked',
    adultYet: 'May be adult content. You can view it when it’s finished.',
    held: 'Held for moderator review',
    covered: 'Removed by a moderator',
    sensitive: 'Sensitive',
    adult: 'Adult',
    show: 'Show',
    signIn: 'Sign in to view',
    again: 'Rendered again with seed {seed}: the image from seed {first} was broken',
  },
};
