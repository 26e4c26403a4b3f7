/** The name of a contract's value as a Terraform output: `privateSubnetIds` is `private_subnet_ids`. */
export function outputName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name of a stack as part of a Terraform identifier: `flux-operator` is `flux_operator`. */
export function identifier(stack: string): string {
  return stack.replaceAll('-', '_');
}
