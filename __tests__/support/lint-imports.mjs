// Prints the rules about imports that a text breaks. Usage: lint-imports.mjs FILE < TEXT
// The rules are those of eslint.config.mjs; without the ones that need types it takes a second.
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';

const eslint = new ESLint({
  overrideConfig: { languageOptions: { parserOptions: { project: null } } },
  ruleFilter: ({ ruleId }) => /no-restricted-(imports|syntax)$/.test(ruleId),
});
const [{ messages }] = await eslint.lintText(readFileSync(0, 'utf8'), { filePath: process.argv[2] });
console.log(JSON.stringify(messages.map(({ ruleId }) => ruleId)));
