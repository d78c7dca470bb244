/**
 * How many cases a test draws at random: all that it names, or their share where whoever runs it set
 * `drawnDivisor` before: XS takes 20 to 50 times as long as Node for each (`npm run test:xs`).
 */

/** 50: a fiftieth of the cases. 0: none, for engines that are slower still. */
declare const drawnDivisor: number | undefined;

export function drawn(cases: number): number {
	const divisor = typeof drawnDivisor === "number" ? drawnDivisor : 1;
	return divisor === 0 ? 0 : Math.ceil(cases / divisor);
}
