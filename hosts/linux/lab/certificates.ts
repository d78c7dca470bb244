/**
 * Certificates for the broker, made anew for each laboratory and good for two days: an authority of
 * our own, what it signed, and what a device must refuse.
 *
 *   authority ─▶ good: broker.example      stranger ─▶ unknown issuer
 *             ─▶ wrong name, expired
 */

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BROKER, type CertificateKind } from "./world.js";

const DAY = 24 * 3600 * 1000;

interface Wanted {
	kind: CertificateKind;
	issuer: "authority" | "stranger";
	name: string;
	/** Days from now: first and last. */
	from: number;
	to: number;
}

const WANTED: readonly Wanted[] = [
	{ kind: "good", issuer: "authority", name: BROKER.name, from: -1, to: 2 },
	{ kind: "wrong-name", issuer: "authority", name: "other.example", from: -1, to: 2 },
	{ kind: "expired", issuer: "authority", name: BROKER.name, from: -3, to: -1 },
	{ kind: "unknown-issuer", issuer: "stranger", name: BROKER.name, from: -1, to: 2 },
];

export const authorityFile = (directory: string) => join(directory, "tls", "authority.pem");
export const certificateFile = (directory: string, kind: CertificateKind) =>
	join(directory, "tls", `${kind}.pem`);
export const keyFile = (directory: string, kind: CertificateKind) =>
	join(directory, "tls", `${kind}.key`);

function openssl(values: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn("openssl", values, { stdio: ["ignore", "ignore", "pipe"] });
		let said = "";
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
		child.on("error", reject);
		child.on("close", (status) => {
			if (status === 0) resolve();
			else reject(new Error(`openssl ${values[0]}: ${said.trim()}`));
		});
	});
}

/** As `openssl ca` wants it: YYYYMMDDHHMMSSZ. */
function instant(days: number): string {
	const text = new Date(Date.now() + days * DAY).toISOString();
	return `${text.slice(0, 19).replace(/[-:T]/g, "")}Z`;
}

const key = (file: string) => [
	"-newkey",
	"ec",
	"-pkeyopt",
	"ec_paramgen_curve:prime256v1",
	"-noenc",
	"-keyout",
	file,
];

/** An issuer and its books, as `openssl ca` keeps them: only that can date a certificate back. */
async function makeIssuer(tls: string, issuer: Wanted["issuer"]): Promise<void> {
	const books = join(tls, issuer);
	mkdirSync(books);
	writeFileSync(join(books, "index"), "");
	writeFileSync(
		join(books, "settings"),
		`[ca]
default_ca = own
[own]
dir = ${books}
database = ${books}/index
new_certs_dir = ${books}
rand_serial = yes
certificate = ${tls}/${issuer}.pem
private_key = ${books}/key
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = name
x509_extensions = authority
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
`,
	);
	await openssl([
		...["req", "-x509", "-config", join(books, "settings"), ...key(join(books, "key"))],
		...["-subj", `/CN=laboratory ${issuer}`, "-days", "3", "-out", join(tls, `${issuer}.pem`)],
	]);
}

async function makeCertificate(directory: string, wanted: Wanted): Promise<void> {
	const { kind, issuer, name, from, to } = wanted;
	const tls = join(directory, "tls");
	const request = join(tls, `${kind}.request`);
	await openssl([
		...["req", "-new", ...key(keyFile(directory, kind)), "-out", request],
		...["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`],
	]);
	await openssl([
		...["ca", "-config", join(tls, issuer, "settings"), "-batch", "-notext", "-in", request],
		...["-startdate", instant(from), "-enddate", instant(to)],
		...["-out", certificateFile(directory, kind)],
	]);
}

export async function makeCertificates(directory: string): Promise<void> {
	const tls = join(directory, "tls");
	mkdirSync(tls, { recursive: true });
	await Promise.all([makeIssuer(tls, "authority"), makeIssuer(tls, "stranger")]);
	// One after the other: an issuer's books have one writer.
	for (const wanted of WANTED) await makeCertificate(directory, wanted);
}
