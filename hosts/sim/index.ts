/**
 * The package `uplink/sim`: a board in memory, for tests of one's own application on one's own
 * machine.
 */

export { type Attempt, Board, type BoardOptions, REFERENCE } from "./board.js";
export type { FactChanges, Facts } from "./facts.js";
export type { TraceEntry } from "./trace.js";
