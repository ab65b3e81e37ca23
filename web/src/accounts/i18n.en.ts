export default {
  accounts: {
    menu: 'Account of {name}',
    signOut: 'Sign out',
  },
};
