export default {
  pictureCheck: {
    unchecked: 'Shown clearly once it has been checked',
    adultYet: 'Seems to be for adults: shown once it is finished',
    held: 'Held until a moderator has looked at it',
    covered: 'Taken from sight by those who moderate',
    sensitive: 'Sensitive',
    adult: 'For adults',
    show: 'Show',
    signIn: 'Sign in to see it',
    again: 'Drawn once more with seed {seed}: the one with seed {first} was broken',
  },
};
