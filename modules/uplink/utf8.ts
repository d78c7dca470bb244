/**
 * UTF-8 both ways, for XS, where `TextEncoder` is there only if a manifest brings it. Encoding
 * replaces lone surrogates by U+FFFD; decoding refuses whatever is not the one correct encoding
 * (Unicode 15, table 3-7), since it reads bytes from the network and from flash.
 */

const REPLACEMENT = 0xfffd;

export function encodeUTF8(text: string): Uint8Array {
	const bytes: number[] = [];
	for (const character of text) {
		let code = character.codePointAt(0) ?? REPLACEMENT;
		if (code >= 0xd800 && code <= 0xdfff) code = REPLACEMENT;
		if (code < 0x80) bytes.push(code);
		else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
		else if (code < 0x10000)
			bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
		else
			bytes.push(
				0xf0 | (code >> 18),
				0x80 | ((code >> 12) & 63),
				0x80 | ((code >> 6) & 63),
				0x80 | (code & 63),
			);
	}
	return new Uint8Array(bytes);
}

/** The text, or undefined when the bytes are not UTF-8. */
export function decodeUTF8(bytes: Uint8Array): string | undefined {
	let text = "";
	for (let at = 0; at < bytes.length; ) {
		const lead = bytes[at] as number;
		const following = lead < 0x80 ? 0 : lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
		if (following < 0 || lead > 0xf4 || at + following >= bytes.length) return undefined;
		let code = following === 0 ? lead : lead & (63 >> following);
		for (let index = 1; index <= following; index++) {
			const next = bytes[at + index] as number;
			if ((next & 0xc0) !== 0x80) return undefined;
			code = (code << 6) | (next & 63);
		}
		if (following === 2 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) return undefined;
		if (following === 3 && (code < 0x10000 || code > 0x10ffff)) return undefined;
		text += String.fromCodePoint(code);
		at += following + 1;
	}
	return text;
}
