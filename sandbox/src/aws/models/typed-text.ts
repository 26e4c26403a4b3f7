import type { Shape } from './service-model.js';

/** A value that a protocol writes as text, as the model types it. What is not of that type stays text. */
export function typedText({ type }: Shape, text: string): unknown {
  if (type === 'boolean') return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : text;
  const isNumber = ['integer', 'long', 'float', 'double'].includes(type);
  return isNumber && text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
}
