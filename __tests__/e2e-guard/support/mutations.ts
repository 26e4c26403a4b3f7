import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { named, type Named } from './lab';
import type { Mutation } from './manifests';

const folder = join(__dirname, '../mutations');

/** The mutations of every file in the folder `mutations`, in the order of the files' names. */
export const allMutations: readonly Named[] = named(
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => jest.requireActual<{ mutations: readonly Mutation[] }>(join(folder, file)).mutations),
);

/** Whether a selection of the mutations runs, and not all. */
export const isSelection = (process.env.ONLY ?? '') !== '';

/** Those whose names match `ONLY`. @default all */
export const mutations = allMutations.filter(({ name }) => new RegExp(process.env.ONLY ?? '').test(name));
