/**
 * What the user can mend: said in one line on stderr, and an exit status. Anything else is a mistake
 * of ours and keeps its stack.
 */

export class Refusal extends Error {
	readonly status: number;
	constructor(message: string, status = 3) {
		super(message);
		this.status = status;
	}
}
