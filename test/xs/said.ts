/**
 * What the device and the runner of `npm run test:xs` say to each other: a task in the configuration,
 * and lines on the debug line.
 */

/** What a line of ours begins with: no suite prints it. */
export const MARK = "\u0002";

export interface Task {
	/** Specifiers of the module map. */
	suites: readonly string[];
	drawnDivisor: number;
}

export type Said =
	| { suite: string; title: string; error?: string }
	/** The suite is over: milliseconds of the wall clock, bytes after a collection. */
	| {
			suite: string;
			took: number;
			slots: number;
			chunks: number;
			stackPeak: number;
			collections: number;
	  };
