/** Running numbers, one row a series. */
import type { Tx } from "./tables.ts";

/** The next number of a series, from 1. */
export const nextNumber = async (tx: Tx, name: string): Promise<number> => {
  const row = await tx
    .insertInto("counter")
    .values({ name, value: 1 })
    .onConflict((conflict) => conflict.column("name").doUpdateSet((eb) => ({ value: eb("counter.value", "+", 1) })))
    .returning("value")
    .executeTakeFirstOrThrow();
  return row.value;
};
