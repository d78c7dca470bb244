/** Figures against their limits, and both as a table: pure. */

export interface Row {
	name: string;
	figures: Readonly<Record<string, number>>;
}

/** By the row's name, then the figure's: the most it may be. */
export type Limits = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A line for each figure above its limit, for each limit without a figure, for each row without a limit. */
export function judge(rows: readonly Row[], limits: Limits): { passed: number; failed: string[] } {
	const failed: string[] = [];
	let passed = 0;
	for (const { name, figures } of rows)
		if (!limits[name]) failed.push(`${name}: has no limit`);
		else
			for (const [figure, limit] of Object.entries(limits[name])) {
				const value = figures[figure];
				if (value === undefined) failed.push(`${name}: no figure "${figure}"`);
				else if (value > limit) failed.push(`${name}: ${figure} is ${value}, at most ${limit}`);
				else passed += 1;
			}
	for (const name of Object.keys(limits))
		if (!rows.some((row) => row.name === name)) failed.push(`${name}: was not measured`);
	return { passed, failed };
}

const WIDTH = 16;

/** A line a row: each figure, with its limit behind it where it has one. */
export function tableOf(rows: readonly Row[], limits: Limits): string[] {
	return rows.map(({ name, figures }) => {
		const cells = Object.entries(figures).map(([figure, value]) => {
			const limit = limits[name]?.[figure];
			return `${figure} ${value}${limit === undefined ? "" : ` of ${limit}`}`;
		});
		return `  ${name.padEnd(WIDTH)}${cells.join(", ")}`;
	});
}
