/**
 * The pieces of a picture: elements as strings, numbers short and the same on every engine, text
 * escaped, and an estimate of how wide a text will be, since nothing here can measure one.
 */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const ESCAPES: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

/** Safe as text and as an attribute; what XML cannot hold at all becomes a replacement mark. */
export function escapeText(text: string): string {
	return text
		.replace(/[&<>"']/g, (character) => ESCAPES[character] as string)
		.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "\ufffd");
}

/** To a tenth of a pixel. */
export function round(value: number): number {
	return Math.floor(value * 10 + 0.5) / 10;
}

export function element(name: string, attributes: Attributes, ...children: string[]): string {
	const written = Object.entries(attributes)
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => {
			const plain = typeof value === "number" ? `${round(value)}` : escapeText(`${value}`);
			return ` ${key}="${plain}"`;
		})
		.join("");
	return children.length === 0
		? `<${name}${written}/>`
		: `<${name}${written}>${children.join("")}</${name}>`;
}

export function text(x: number, y: number, words: string, attributes: Attributes = {}): string {
	return element("text", { x, y, ...attributes }, escapeText(words));
}

export function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
	return element("path", {
		d: `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`,
		class: kind,
	});
}

const NARROW = /[iljtfrI.,:;'|()[\] ]/;
const WIDE = /[A-HJ-Z_mwMW@%×→…]/;

/** On the generous side: the reader's font is not known. */
export function widthOf(words: string, size: number): number {
	let width = 0;
	for (const character of words)
		width += NARROW.test(character) ? 0.36 : WIDE.test(character) ? 0.71 : 0.59;
	return width * size;
}

/** Words broken into lines no wider than `most`; the last line says if there was more. */
export function wrap(words: string, size: number, most: number, lines: number): string[] {
	const wrapped: string[] = [];
	let current = "";
	for (const word of words.split(/\s+/)) {
		const longer = current === "" ? word : `${current} ${word}`;
		if (widthOf(longer, size) <= most) {
			current = longer;
			continue;
		}
		wrapped.push(current);
		current = word;
	}
	wrapped.push(current);
	const kept = wrapped.filter((each) => each !== "");
	if (kept.length <= lines) return kept;
	return [...kept.slice(0, lines - 1), `${kept[lines - 1]} …`];
}

export function shorten(words: string, longest: number): string {
	return words.length <= longest ? words : `${words.slice(0, longest - 1).trimEnd()}…`;
}
