export default {
  card: {
    loading: 'Loading the take',
    refused: 'This take cannot be shown.',
    about: '{steps} steps • seed {seed}',
    open: 'Open',
    use: 'Use settings',
    attached: 'Take {number} goes with the message',
    share: 'Share in chat',
    shareOf: 'Share take {number} in chat',
  },
};
