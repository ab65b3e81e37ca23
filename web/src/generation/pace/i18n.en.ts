export default {
  pace: {
    label: 'Pace',
    full: 'Full speed',
    seconds: '{seconds} s',
    about: 'Takes render this slowly while several people watch and no other take waits.',
  },
};
