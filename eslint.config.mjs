import typescript from 'typescript-eslint';

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const noEnum = { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' };

/**
 * The few places where a type is asserted, each with its reason. Everywhere else what comes from outside is `unknown` until something has looked at it.
 */
const seams = [];

export default typescript.config(
  { ignores: ['dist/**', 'dist-*/**', 'data/**', 'coverage/**', 'node_modules/**', 'schemas/generated/**', 'admin-ui/dist/**'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [typescript.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      complexity: ['error', { max: 15, variant: 'modified' }],
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-param-reassign': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noEnum],
      'no-var': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2024 },
    rules: { eqeqeq: 'error', 'max-depth': ['error', 3], 'max-lines': ['error', 400], 'no-var': 'error', 'prefer-const': 'error' },
  },
  {
    // A test tells a story from beginning to end; how long it is says nothing, and a matrix is loops within loops.
    files: ['**/*.spec.ts', '**/*.spec.tsx', 'tests/**/*.ts', 'bench/**/*.ts'],
    rules: { complexity: 'off', 'max-depth': 'off', 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
  {
    // Markup takes more lines than logic.
    files: ['**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 55, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Tools that insist on a default export.
    files: ['**/*.config.ts'],
    rules: { 'no-restricted-syntax': ['error', noEnum] },
  },
  ...seams.map(({ file }) => ({ files: [file], rules: { '@typescript-eslint/consistent-type-assertions': 'off' } })),
);
