/**
 * A tape: a bounded run of things that happened, most of which happened before, in a few bytes each.
 * Whatever differs from all that was said so far is a new word; an entry is which word, the time
 * since the entry before, and a number if it has one.
 *
 *   word (1) │ time since the last, and is there a number? (1 to 8) │ its difference to the last (0 to 8)
 *
 * Full is when the words or the entries are as many as it may hold.
 */

import type { Milliseconds } from "./core/types.js";

const BLOCK = 256;
const WORDS_MAX = 255;
/** A word, and two numbers of 53 bits. */
const ENTRY_MAX = 1 + 2 * 8;

export interface TapeOptions<Word> {
	entriesMax: number;
	/** Are these the same word? */
	same(a: Word, b: Word): boolean;
}

export class Tape<Word> {
	readonly words: Word[] = [];
	readonly blocks: Uint8Array[] = [];
	readonly #options: TapeOptions<Word>;
	#count = 0;
	#at: Milliseconds = 0;
	#number = 0;
	/** Where the next entry begins in the last block. */
	#end = BLOCK;

	constructor(options: TapeOptions<Word>) {
		this.#options = options;
	}

	/** Entries so far. */
	get count(): number {
		return this.#count;
	}

	/** At the end; false when the tape is full. One whose time went back has that of the one before. */
	add(at: Milliseconds, word: Word, number?: number): boolean {
		const index = this.#indexOf(word);
		if (index < 0 || this.#count >= this.#options.entriesMax) return false;
		if (this.#end + ENTRY_MAX > BLOCK) {
			this.blocks.push(new Uint8Array(BLOCK));
			this.#end = 0;
		}
		const block = this.blocks[this.blocks.length - 1] as Uint8Array;
		block[this.#end] = index + 1;
		const since = Math.max(0, at - this.#at);
		this.#end = writeNumber(block, this.#end + 1, 2 * since + Number(number !== undefined));
		this.#at += since;
		if (number !== undefined) {
			this.#end = writeNumber(block, this.#end, zigzag(number - this.#number));
			this.#number = number;
		}
		this.#count += 1;
		return true;
	}

	/** Reads from the beginning, also what is added later. */
	reader(): TapeReader<Word> {
		return new TapeReader(this);
	}

	/** -1 when there is no room for another word. */
	#indexOf(word: Word): number {
		const { words } = this;
		for (let index = 0; index < words.length; index++)
			if (this.#options.same(words[index] as Word, word)) return index;
		return words.length < WORDS_MAX ? words.push(word) - 1 : -1;
	}
}

export class TapeReader<Word> {
	/** Of the entry that `next` came to. */
	at: Milliseconds = 0;
	word: Word | undefined;
	number: number | undefined;
	readonly #tape: Tape<Word>;
	#read = 0;
	#number = 0;
	#block = 0;
	#end = 0;

	constructor(tape: Tape<Word>) {
		this.#tape = tape;
	}

	/** Comes to the next entry; false when there is none yet. */
	next(): boolean {
		const { blocks, words, count } = this.#tape;
		if (this.#read >= count) return false;
		// A block ends where another entry might not have fitted: no word has the number 0.
		if (this.#end >= BLOCK || blocks[this.#block]?.[this.#end] === 0) {
			this.#block += 1;
			this.#end = 0;
		}
		const block = blocks[this.#block] as Uint8Array;
		const word = words[(block[this.#end++] as number) - 1] as Word;
		const since = this.#take(block);
		this.at += Math.floor(since / 2);
		this.word = word;
		const numbered = since % 2 === 1;
		if (numbered) this.#number += unzigzag(this.#take(block));
		this.number = numbered ? this.#number : undefined;
		this.#read += 1;
		return true;
	}

	#take(block: Uint8Array): number {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = block[this.#end++] as number;
			value += (byte & 127) * scale;
			if (byte < 128) return value;
		}
	}
}

/** Seven bits a byte, the least first; returns where it ended. By arithmetic: it may have 53 bits. */
function writeNumber(block: Uint8Array, from: number, number: number): number {
	let at = from;
	let rest = number;
	for (; rest >= 128; rest = Math.floor(rest / 128)) block[at++] = 128 + (rest % 128);
	block[at] = rest;
	return at + 1;
}

/** Small numbers of either sign as small ones without. */
function zigzag(number: number): number {
	return number < 0 ? -2 * number - 1 : 2 * number;
}

function unzigzag(number: number): number {
	return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
}
