/** A parameter as EC2 names it in a request. */
export function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A parameter as AWS names it in its messages, whatever the request calls it. */
export function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
