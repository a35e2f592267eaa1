import { acceleratedSize } from './accelerated-size.ts';
import { busyProcessor } from './busy-processor.ts';
import { confirmedEarlier } from './confirmed.ts';
import { costSpike } from './cost-spike.ts';
import { defenderAlert } from './defender-alert.ts';
import { generatedName } from './generated-name.ts';
import { madeInBurst } from './made-in-burst.ts';
import { madeRecently } from './made-recently.ts';
import { managed } from './managed.ts';
import { manyCores } from './many-cores.ts';
import { miningWord } from './mining-word.ts';
import { namedInAlert } from './named-in-alert.ts';
import { newCreator } from './new-creator.ts';
import { newRegion } from './new-region.ts';
import { oldAndUnchanged } from './old-and-unchanged.ts';
import { poolOrNight } from './pool-or-night.ts';
import { protectedByOwner } from './protected.ts';
import { quotaRaised } from './quota-raised.ts';
import { rightGranted } from './right-granted.ts';
import type { Rule } from './rule.ts';
import { signIn } from './sign-in.ts';
import { spotOrDriver } from './spot-or-driver.ts';
import { usualPipeline } from './usual-pipeline.ts';

/** All rules, in the order in which their sentences are shown. */
export const rules: readonly Rule[] = [
  namedInAlert,
  defenderAlert,
  acceleratedSize,
  manyCores,
  madeRecently,
  madeInBurst,
  newRegion,
  newCreator,
  signIn,
  quotaRaised,
  rightGranted,
  costSpike,
  busyProcessor,
  miningWord,
  generatedName,
  spotOrDriver,
  poolOrNight,
  oldAndUnchanged,
  protectedByOwner,
  usualPipeline,
  managed,
  confirmedEarlier,
];
