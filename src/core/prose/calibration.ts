/**
 * Moves the weights of each part so that one half is where answers and near misses part. A sentence is learned as an answer
 * or none; a message holds hundreds, and the best of them decides: where that line lies is measured on messages that the
 * weights were not learned from.
 */
import type { ProseModel } from "./model.ts";

/** How strongly a part was found in a message (0 to 1), and whether it is there. */
export type Calibrated = { readonly recogniser: string; readonly strength: number; readonly answered: boolean };

const STEP = 0.1;
const FARTHEST = 2;
/** Errors that moving by one unit must save: few examples shall not move the line far. */
const COST = 0.5;
const FAINTEST = 1e-3;

const logit = (value: number): number => Math.log(Math.max(FAINTEST, value) / Math.max(FAINTEST, 1 - value));

/** For each part how far its log-odds must be moved, between -2 and 2, so that fewest messages are misjudged. */
export const shiftsOf = (samples: readonly Calibrated[]): Readonly<Record<string, number>> => {
  const shifts: Record<string, number> = {};
  for (const recogniser of new Set(samples.map((sample) => sample.recogniser))) {
    const own = samples.filter((sample) => sample.recogniser === recogniser);
    const errors = (shift: number): number =>
      own.filter(({ strength, answered }) => logit(strength) + shift >= 0 !== answered).length + COST * Math.abs(shift);
    let best = 0;
    for (let steps = -FARTHEST / STEP; steps <= FARTHEST / STEP; steps += 1) if (errors(steps * STEP) < errors(best) - 1e-9) best = steps * STEP;
    shifts[recogniser] = Math.round(best * 10) / 10;
  }
  return shifts;
};

/** The model with the log-odds of its parts moved. */
export const shifted = (model: ProseModel, shifts: Readonly<Record<string, number>>): ProseModel => ({
  ...model,
  parts: Object.fromEntries(
    Object.entries(model.parts).map(([part, weights]) => [
      part,
      { ...weights, bias: Math.round(((weights["bias"] ?? 0) + (shifts[part] ?? 0)) * 100) / 100 },
    ]),
  ),
});
