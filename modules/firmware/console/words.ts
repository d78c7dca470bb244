/**
 * A line of the console as words: separated by spaces, `"…"` for one with spaces in it, `\` before a
 * quote or a backslash. Undefined where a quote is left open.
 */

export function wordsOf(line: string): string[] | undefined {
	const words: string[] = [];
	let word: string | undefined;
	let quoted = false;
	for (let at = 0; at < line.length; at++) {
		const character = line[at] as string;
		if (character === '"') {
			quoted = !quoted;
			word ??= "";
		} else if (!quoted && (character === " " || character === "\t")) {
			if (word !== undefined) words.push(word);
			word = undefined;
		} else {
			const escaped = character === "\\" && (line[at + 1] === '"' || line[at + 1] === "\\");
			if (escaped) at++;
			word = (word ?? "") + line[at];
		}
	}
	if (quoted) return undefined;
	if (word !== undefined) words.push(word);
	return words;
}
