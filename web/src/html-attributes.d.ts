/** Attributes of HTML that Vue's types lack. */
declare module 'vue' {
  interface HTMLAttributes {
    popover?: boolean | '' | 'auto' | 'manual' | undefined;
  }
  interface ButtonHTMLAttributes {
    popovertarget?: string | undefined;
  }
  interface InputHTMLAttributes {
    webkitdirectory?: boolean | '' | undefined;
  }
}
export {};
