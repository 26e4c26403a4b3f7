const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** Bytes in Bech32 (BIP 173), in lower case, without its limit of 90 characters. */
export function bech32(prefix: string, bytes: Buffer): string {
  const data = fiveBitGroups(bytes);
  const checked = [...data, ...checksum(prefix, data)];
  return `${prefix}1${checked.map((value) => alphabet[value]).join('')}`;
}

function fiveBitGroups(bytes: Buffer): number[] {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((group) => Number.parseInt(group.padEnd(5, '0'), 2));
}

function checksum(prefix: string, data: readonly number[]): number[] {
  const codes = [...prefix].map((letter) => letter.charCodeAt(0));
  const expanded = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
  const remainder = polymod([...expanded, ...data, 0, 0, 0, 0, 0, 0]) ^ 1;
  return Array.from({ length: 6 }, (_, index) => (remainder >>> (5 * (5 - index))) & 31);
}

function polymod(values: readonly number[]): number {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  return values.reduce((state, value) => {
    const top = state >>> 25;
    const shifted = ((state & 0x1ffffff) << 5) ^ value;
    return generators.reduce((sum, generator, bit) => ((top >> bit) & 1 ? sum ^ generator : sum), shifted);
  }, 1);
}
