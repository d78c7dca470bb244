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

/** With variables of the environment, which the record then shows. */
function under(variables: readonly string[], command: Step["command"]): Step["command"] {
	return ["env", ...variables, ...command];
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
		says: "the suites hold on XS that collects at every allocation",
		command: script("test:xs:stress"),
		output: "xs-stress.txt",
	},
	{
		name: "lab",
		says: "every fault of the laboratory, a hundred forced failovers, medians of twenty",
		command: under(["LAB_FAILOVERS=100", "LAB_ROUNDS=20"], script("test:lab")),
		output: "lab.txt",
	},
	{
		name: "lab-tls",
		says: "the same laboratory, every session over TLS",
		command: under(["LAB_TLS=1", "LAB_FAILOVERS=100"], script("test:lab")),
		output: "lab-tls.txt",
	},
	{
		name: "lab-asan",
		says: "the whole laboratory under the sanitizers of addresses and undefined behaviour",
		command: under(["LAB_VARIANT=asan64", "LAB_PATIENCE=3"], script("test:lab")),
		output: "lab-asan.txt",
	},
	{
		name: "lab-stress",
		says: "a boot and a failover each way on XS that collects at every allocation",
		command: under(["LAB_VARIANT=stress64", "LAB_PATIENCE=20"], script("test:lab:carrier")),
		output: "lab-stress.txt",
	},
	{
		name: "lab-valgrind",
		says: "a boot and a failover each way under valgrind, its leak check included",
		command: under(
			[
				"LAB_PATIENCE=20",
				"LAB_UNDER=valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite",
			],
			script("test:lab:carrier"),
		),
		output: "lab-valgrind.txt",
	},
	{
		name: "failover",
		says: "time to detect, to move, to be connected again and to come back, beside other managers",
		command: script("bench:failover", "--out", "docs/measured/failover"),
		output: "failover.txt",
	},
]);
