/**
 * What is too long for every change and is proved now and then: each step is a command and the file
 * of `docs/measured/` that its output is kept in. A step more is a row more.
 */

export interface Step {
	/** As it is asked for: `npm run prove -- soak`. */
	readonly name: string;
	/** What it proves, for the file and for people. */
	readonly says: string;
	/** A program and its arguments, run at the root of the project. */
	readonly command: readonly [program: string, ...rest: string[]];
	/** Below `docs/measured/`. */
	readonly output: string;
}

function script(name: string, ...rest: string[]): Step["command"] {
	return ["npm", "run", "-s", name, ...(rest.length > 0 ? ["--", ...rest] : [])];
}

export const STEPS: readonly Step[] = Object.freeze([
	{
		name: "soak",
		says: "ten thousand drawn worlds of a day each keep every invariant",
		command: script("soak", "--seeds", "10000", "--hours", "24"),
		output: "soak.txt",
	},
	{
		name: "mutate",
		says: "the tests of the core notice when a line of it is changed",
		command: script("mutate"),
		output: "mutate.txt",
	},
	{
		name: "xs-stress",
		says: "the suites without long lives pass on an engine that collects at every allocation",
		command: script("test:xs:stress"),
		output: "xs-stress.txt",
	},
]);
