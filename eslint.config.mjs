import vue from 'eslint-plugin-vue';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The sizes of docs/ARCHITECTURE.md. Wanting more is the sign to split by use case. */
const sizes = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'MethodDefinition[kind="constructor"] > FunctionExpression[params.length>5]',
      message: 'A constructor takes at most five parameters: split the class by use case.',
    },
    {
      selector: 'TSInterfaceDeclaration[id.name=/^I[A-Z][a-z]/], ClassDeclaration[id.name=/Impl$/]',
      message: 'Name the thing itself: no I… and no …Impl.',
    },
  ],
};

const plainRules = {
  curly: ['error', 'multi-line'],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

/** Rules that need types; they run where TypeScript's own program does, not in .vue files. */
const typedRules = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
};

export default defineConfig(
  {
    ignores: ['**/dist/', '**/.building-*/', '.runtime/', 'data/', 'coverage/', '**/*.d.ts', 'models/visionary-mini/'],
  },
  {
    // A check is on or deleted, never muted: disable comments have no effect, and a dead one is an error.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
    rules: { ...sizes, ...plainRules },
  },
  tseslint.configs.recommended,
  // Elsewhere they find nothing, and look for it in every file.
  vue.configs['flat/recommended'].map((config) => ({ ...config, files: config.files ?? ['web/**'] })),
  {
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['{apps,libs,tests}/**/*.ts'],
    languageOptions: { parserOptions: { project: 'tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: typedRules,
  },
  {
    files: ['web/**/*.ts'],
    languageOptions: { parserOptions: { project: 'web/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: typedRules,
  },
  {
    files: ['web/**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // prettier lays out the templates.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
    },
  },
  {
    // The body of a describe() is a list, not a function one has to hold in the head.
    files: ['**/*.spec.ts', 'tests/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    // What speaks to the user at the terminal.
    files: ['tools/**', 'apps/cli/**', 'tests/{bench,soak}/**', 'models/training/**'],
    rules: { 'no-console': 'off' },
  },
);
