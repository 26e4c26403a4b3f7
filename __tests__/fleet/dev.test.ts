import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { providerVersions } from '../../lib/terraform/versions';
import { checkout } from '../support/synth';

const text = readFileSync(join(checkout, 'fleet/dev.yaml'), 'utf8');

test.each(Object.entries(providerVersions))(
  'dev.yaml shows the pinned version of the %s provider',
  (name, version) => {
    expect(text).toContain(`#   ${name}Provider: ${version}\n`);
  },
);
