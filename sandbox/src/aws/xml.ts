/** The text of the first element with that name. Enough for the flat answers of EC2, IAM and STS that the sandbox reads. */
export function xmlValue(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
}

/** The texts of all elements with that name. */
export function xmlValues(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text]) => text!);
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The numbered members of a query API's list: `TagKeys.member.1`, `TagKeys.member.2`. */
export function listParameter(parameters: URLSearchParams, prefix: string, suffix = ''): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = parameters.get(`${prefix}.${index}${suffix}`);
    if (value === null) return values;
    values.push(value);
  }
}
