import { sandboxAccount, sandboxRegion } from '../aws/emulator.js';

/** Host of the account's images in ECR. For the programs of pods the sandbox's registry has this name. */
export const ecrHost = `${sandboxAccount}.dkr.ecr.${sandboxRegion}.amazonaws.com`;
