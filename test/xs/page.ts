/**
 * The page that a suite is written on: `describe` and `it` as mocha has them, as far as suites use
 * them, where mocha itself does not fit. What stands on it is run as mocha runs it: a suite's own
 * tests, then the suites within, each in the order written; a body may return a promise; what it
 * throws fails that test alone.
 */

type Body = () => unknown;

interface Suite {
	title: string;
	tests: { title: string; body: Body }[];
	suites: Suite[];
}

export interface Outcome {
	/** The titles of its suites and its own, with spaces between, as mocha's `fullTitle`. */
	title: string;
	/** What it threw; undefined when it passed. */
	error: unknown;
	failed: boolean;
}

function createSuite(title: string): Suite {
	return { title, tests: [], suites: [] };
}

export class Page {
	#root = createSuite("");
	#current = this.#root;

	readonly describe = (title: string, body: () => void): void => {
		const outer = this.#current;
		const suite = createSuite(outer.title === "" ? title : `${outer.title} ${title}`);
		outer.suites.push(suite);
		this.#current = suite;
		try {
			body();
		} finally {
			this.#current = outer;
		}
	};

	/** Mocha's limit of time is for Node: who runs this page sets its own. */
	readonly it = (title: string, body: Body): { timeout(): void } => {
		const { title: suite, tests } = this.#current;
		tests.push({ title: suite === "" ? title : `${suite} ${title}`, body });
		return { timeout() {} };
	};

	/** Runs what stands on the page, and takes it off. */
	async run(onOutcome: (outcome: Outcome) => void): Promise<void> {
		const root = this.#root;
		this.#root = createSuite("");
		this.#current = this.#root;
		await runSuite(root, onOutcome);
	}
}

async function runSuite(suite: Suite, onOutcome: (outcome: Outcome) => void): Promise<void> {
	// Each is forgotten once it has run, with all that it holds.
	for (let test = suite.tests.shift(); test; test = suite.tests.shift()) {
		const { title } = test;
		try {
			await test.body();
			onOutcome({ title, error: undefined, failed: false });
		} catch (error) {
			onOutcome({ title, error, failed: true });
		}
	}
	for (let inner = suite.suites.shift(); inner; inner = suite.suites.shift())
		await runSuite(inner, onOutcome);
}
