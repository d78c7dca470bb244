/**
 * The certificates a server is verified by, as their owner gives them, parsed once at the edge: PEM
 * text with any number of certificates, or DER, or a list of either, becomes a list of DER. What is
 * in them is TLS's to judge. Read first: RFC 7468.
 */

const CERTIFICATES_MAX = 8;
/** The largest of the public authorities has 2.1 kB. */
const DER_MAX = 8192;
const SEQUENCE = 0x30;

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Throws naming the place: `tls.ca[1]: …`. */
export function parseCertificates(place: string, value: unknown): ArrayBuffer[] {
	const single = !Array.isArray(value);
	const given: unknown[] = single ? [value] : (value as unknown[]);
	const found = given.flatMap((one, index) => parse(single ? place : `${place}[${index}]`, one));
	if (found.length === 0) throw new RangeError(`${place}: expected at least one certificate`);
	if (found.length > CERTIFICATES_MAX)
		throw new RangeError(`${place}: expected at most ${CERTIFICATES_MAX} certificates`);
	return found;
}

function parse(place: string, value: unknown): ArrayBuffer[] {
	if (typeof value === "string") {
		const blocks = [...value.matchAll(PEM)];
		if (blocks.length === 0) throw new RangeError(`${place}: expected certificates as PEM`);
		return blocks.map(([, digits = ""]) => checkDER(place, decodeBase64(place, digits)));
	}
	// A copy: what is verified by must not change under us.
	if (value instanceof ArrayBuffer) return [checkDER(place, new Uint8Array(value).slice())];
	if (value instanceof Uint8Array) return [checkDER(place, value.slice())];
	throw new TypeError(`${place}: expected PEM text or DER bytes`);
}

/** One SEQUENCE, whole; the rest is for who reads certificates. */
function checkDER(place: string, bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
	if (bytes.length > DER_MAX) throw new RangeError(`${place}: longer than ${DER_MAX} bytes`);
	const [tag, form = 0, high = 0, low = 0] = bytes;
	const lengths: Readonly<Record<number, number>> = { 129: high + 3, 130: high * 256 + low + 4 };
	const length = form < 128 ? form + 2 : lengths[form];
	if (tag !== SEQUENCE || length !== bytes.length)
		throw new RangeError(`${place}: expected a certificate, whole and nothing after it`);
	return bytes.buffer;
}

/** RFC 4648 §4; XS has no `atob`. */
function decodeBase64(place: string, text: string): Uint8Array<ArrayBuffer> {
	const digits = text.replace(/\s|=+\s*$/g, "");
	const bytes = new Uint8Array((digits.length * 3) >> 2);
	let bits = 0;
	let held = 0;
	let at = 0;
	for (const digit of digits) {
		const value = DIGITS.indexOf(digit);
		if (value < 0) throw new RangeError(`${place}: expected Base64`);
		held = ((held << 6) | value) & 0xffff;
		bits += 6;
		if (bits < 8) continue;
		bits -= 8;
		bytes[at++] = (held >> bits) & 255;
	}
	return bytes;
}
