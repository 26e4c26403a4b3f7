/** Whether a relative path stays inside the folder that it begins in. */
export function isInside(path: string): boolean {
  return /^[^/\\]/.test(path) && !path.split('/').includes('..');
}
