export default {
  imageCheck: {
    unchecked: 'Dots until the image check has seen it',
    adultPending: 'May be adult. You can open it when it’s finished.',
    held: 'Held for moderator review',
    removed: 'Removed by a moderator',
    sensitive: 'Sensitive',
    adult: 'Adult',
    show: 'Show',
    signIn: 'Sign in to view',
    again: 'The first try (seed {first}) went wrong, so it was rendered again with seed {seed}',
  },
};
