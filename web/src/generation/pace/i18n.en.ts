export default {
  pace: {
    label: 'Pace',
    full: 'Full speed',
    seconds: '{seconds} s',
    aboutShort: 'How long a take renders while people watch',
    about: 'Takes render this slowly while several people watch and no other take waits.',
  },
};
