export default {
  takeCard: {
    loading: 'Loading take…',
    unavailable: 'Can’t show this take.',
    about: '{steps} steps • seed {seed}',
    open: 'Open',
    use: 'Use settings',
    attached: 'Take {number} attached',
    share: 'Share in chat',
    shareOf: 'Share take {number} in chat',
  },
};
