import { createHash } from 'node:crypto';

export interface WorldIds {
  /** The same name gives the same UUID in every world of one seed. */
  uuid(name: string): string;
  /** A fresh UUID; the n-th one is the same in every world of one seed. */
  next(): string;
  /** A number in [0, 1) that only the seed and the name decide. */
  chance(name: string): number;
  /** `length` letters and digits that only the seed and the name decide. */
  letters(name: string, length: number): string;
}

export function seededIds(seed: number): WorldIds {
  let made = 0;
  const digest = (name: string): Buffer => createHash('sha256').update(`${seed}/${name}`).digest();
  const uuid = (name: string): string => {
    const hex = digest(name).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
  return {
    uuid,
    next: () => uuid(`next/${(made += 1)}`),
    chance: (name) => digest(name).readUInt32BE(0) / 2 ** 32,
    letters: (name, length) => {
      const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
      const bytes = [...digest(name), ...digest(`${name}/more`)];
      return bytes
        .slice(0, length)
        .map((b) => alphabet[b % alphabet.length])
        .join('');
    },
  };
}
