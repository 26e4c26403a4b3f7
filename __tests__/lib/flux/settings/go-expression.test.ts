import { expressionFault } from '../../../../lib/flux/settings/go-expression';

test.each([
  '^https://token.actions.githubusercontent.com$',
  '^https://github.com/example/(fleet|apps)/.*$',
  '^(?i)https://example\\.com$',
  '^[a|b]$',
  '^a\\|b$',
  '^\\Qa|b\\E$',
  '^\\pL+$',
  '^(?P<name>a)$',
  '^[[:alpha:]|]$',
  '^(?s-m)a.b$',
])('%s is accepted', (expression) => {
  expect(expressionFault(expression)).toBeUndefined();
});

test.each([
  '^(?=a)b$',
  '^(?<!a)b$',
  '^(a)\\1$',
  '^(a$',
  '^a{2,1}$',
  '^a{1001}$',
  '^[z-a]$',
  '^(?>a)$',
  '^\\u0041$',
  '^a++$',
])('%s, which Go does not compile, is refused', (expression) => {
  expect(expressionFault(expression)?.problem).toMatch(/^is not a regular expression of Go: /);
});

test.each([
  'github.com/example',
  '^github.com',
  'example$',
  '^a$|.*$',
  '^a|b$',
  '^(a)|[(]b$',
  '^a\\$',
  '^a[$]',
  '^a\\Q$',
  '\\^a$',
  '^(?m)a$',
  '^(?im:a$)$',
])('%s, which matches more than whole texts, is refused', (expression) => {
  expect(expressionFault(expression)?.problem).toBe('matches any text that has it inside');
});
