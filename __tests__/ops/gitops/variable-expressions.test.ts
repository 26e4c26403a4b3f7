import { variableExpressions } from '../../../ops/gitops/variable-expressions';

const found = (text: string) => variableExpressions(text).map(({ name, unset }) => `${name} ${unset}`);

test.each([
  ['${NAME}', ['NAME error']],
  ['${_a1}-${B}', ['_a1 error', 'B error']],
  ['${NAME:=x}', ['NAME default']],
  ['${NAME:-x}', ['NAME default']],
  ['${NAME=x}', ['NAME default']],
  ['${NAME:=${OTHER}}', ['NAME default', 'OTHER error']],
  ['${NAME:0:3}', ['NAME error']],
  ['${#NAME}', ['NAME error']],
  ['${NAME^^}', ['NAME error']],
  ['${NAME/a/b}', ['NAME error']],
  ['$${NAME}', []],
  ['$$${NAME}', ['NAME error']],
  ['$NAME $(NAME) {NAME}', []],
  ['${a.b}', ['a malformed']],
  ['${NAME-x}', ['NAME malformed']],
  ['${ NAME }', [' malformed']],
])('%s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});
