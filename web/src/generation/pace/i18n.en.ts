export default {
  pace: {
    hurried: 'Another take is waiting: full speed.',
    label: 'Pace',
    full: 'Full speed',
    seconds: '{seconds} s',
    aboutShort: 'How long a take renders: slower leaves time to steer it',
    about: 'A slower pace leaves time to steer. Takes keep it while no other take waits.',
  },
};
