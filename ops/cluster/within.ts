/**
 * Waits for an answer, at most the given number of seconds.
 *
 * @throws Error with the given message if there is none by then
 */
export async function withinSeconds<T>(seconds: number, answer: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} (waited ${seconds} s).`)), seconds * 1000);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
