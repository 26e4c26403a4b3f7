import { LocalBackend, Aspects, type TerraformStack } from 'cdktf';
import { expression } from '../../../lib/terraform/expression';
import { LiteralText } from '../../../lib/terraform/literal-text';
import { TerraformData } from '../../../lib/terraform/terraform-data';
import { synthConstructs } from '../../support/construct';
import { hostileText, samples } from '../../support/hostile-text';
import { only, type StackJson } from '../../support/synth';
import { evaluateByModel, evaluateByTerraform, hasTerraform } from '../../support/terraform-values';

const texts = samples(hostileText, 2000);

function literal(build: (stack: TerraformStack) => void): StackJson {
  return synthConstructs((stack) => {
    Aspects.of(stack).add(new LiteralText());
    build(stack);
  });
}

/** A value as the input of a resource, as it is written. */
function written(input: Record<string, string>): unknown {
  return only(
    literal((stack) => new TerraformData(stack, 'data', { input })),
    'terraform_data',
  ).input;
}

const numbered = Object.fromEntries(texts.map((text, index) => [`text-${index}`, text]));
const asKeys = Object.fromEntries(texts.map((text, index) => [text, `text-${index}`]));
const besideExpressions = Object.fromEntries(
  texts.map((text, index) => [`text-${index}`, `${text}${expression('"<${1 + 1}>"')}${text}`]),
);
const evaluatedBeside = Object.fromEntries(
  texts.map((text, index) => [`text-${index}`, `${text}<2>${text}`]),
);

describe.each([
  { name: 'Terraform', evaluate: evaluateByTerraform, run: hasTerraform ? test : test.skip },
  { name: 'the documentation', evaluate: evaluateByModel, run: test },
])('by $name', ({ name, evaluate, run }) => {
  run('2,000 texts are what they are', () => {
    expect(evaluate(written(numbered))).toEqual(numbered);
  });

  run('2,000 keys are what they are', () => {
    expect(evaluate(written(asKeys))).toEqual(asKeys);
  });

  if (name === 'Terraform')
    run('expressions between 2,000 texts are evaluated', () => {
      expect(evaluate(written(besideExpressions))).toEqual(evaluatedBeside);
    });
});

test('a backend, in which Terraform evaluates nothing, is left alone', () => {
  const { terraform } = literal((stack) => new LocalBackend(stack, { path: 'a/${b}/%{c' }));
  expect(terraform.backend).toEqual({ local: { path: 'a/${b}/%{c' } });
});
