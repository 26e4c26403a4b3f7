import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The rooms of lib/, lowest first: a room may import from those below it, and nothing beside or above. */
const rooms = [
  ['validation'],
  ['aws'],
  ['terraform'],
  ['network', 'registry', 'jumpbox', 'budget'],
  ['cluster'],
  ['flux'],
  ['fleet'],
];
const outsideOfLib = ['stacks', 'main', 'ops', 'sandbox', '__tests__'];

const oneWay = [
  ...rooms.flatMap((beside, height) =>
    beside.map((room) => {
      const others = rooms
        .slice(height)
        .flat()
        .filter((other) => other !== room);
      return importsNothingOf([`lib/${room}/**/*.ts`], [...others, ...outsideOfLib]);
    }),
  ),
  importsNothingOf(['stacks/**/*.ts'], ['main', 'ops', 'sandbox', '__tests__']),
  importsNothingOf(['main.ts'], ['ops', 'sandbox', '__tests__'], '\\./'),
  importsNothingOf(['ops/**/*.ts'], ['stacks', 'main', 'sandbox', '__tests__']),
  importsNothingOf(['sandbox/src/**/*.ts'], ['stacks', 'main', '__tests__']),
];

function importsNothingOf(files, folders, wayThere = '(\\..*/)?\\.\\./(lib/)?') {
  const regex = `^${wayThere}(${folders.join('|')})(/|$)`;
  const message = 'Imports run one way: see the rooms in eslint.config.mjs.';
  const matching = `/${regex.replaceAll('/', '\\/')}/`;
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex, message }] }],
      'no-restricted-syntax': [
        'error',
        { selector: `ImportExpression[source.value=${matching}]`, message },
        { selector: `TSImportType[source.value=${matching}]`, message },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['node_modules/', 'cdktf.out/', '.sandbox/', 'coverage/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A construct is made for its effect on the tree.
      'no-new': 'off',
      // Contracts are type aliases: an interface is not assignable to an index signature.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // The indices that the layout computes are in bounds, which the compiler cannot see.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  ...oneWay,
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
);
