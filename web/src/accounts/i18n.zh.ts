export default {
  accounts: {
    menu: '{name} 的账号',
    signOut: '退出登录',
  },
};
