/**
 * Virtual time: one queue of due things for the whole simulated world (hardware, network, server,
 * and the firmware's single timer). Nothing moves but by `advance`, and ties run in the order they
 * were set, so a run is the same on every engine.
 */

import type { Milliseconds } from "../../modules/uplink/core/types.js";

/** More tasks of one instant than any world has: whoever sets them goes round in a circle. */
const TASKS_AN_INSTANT_MAX = 10_000;

export interface Task {
	due: Milliseconds;
	order: number;
	run: () => void;
	cancelled: boolean;
	/** It runs only while this is on. */
	power: { readonly on: boolean } | undefined;
}

export class VirtualTime {
	#now: Milliseconds = 0;
	#order = 0;
	/** A binary heap by due time, then by the order of setting. */
	#heap: Task[] = [];

	get now(): Milliseconds {
		return this.#now;
	}

	/** Runs `run` after `delay` ms (0: after all that is due now, still before time moves). */
	after(delay: Milliseconds, run: () => void, power?: Task["power"]): Task {
		const task = {
			due: this.#now + Math.max(0, delay),
			order: this.#order++,
			run,
			cancelled: false,
			power,
		};
		this.#push(task);
		return task;
	}

	/** Afterwards the task does not run. Harmless on one that has run. */
	cancel(task: Task | undefined): void {
		if (task) task.cancelled = true;
	}

	/** Grows `now` by exactly `duration`, running all that falls due, in order. */
	advance(duration: Milliseconds): void {
		const end = this.#now + duration;
		let ran = 0;
		for (let task = this.#heap[0]; task && task.due <= end; task = this.#heap[0]) {
			this.#pop();
			if (task.cancelled) continue;
			ran = task.due === this.#now ? ran + 1 : 0;
			if (ran > TASKS_AN_INSTANT_MAX) throw new Error(`time stands still at ${this.#now}`);
			this.#now = task.due;
			if (task.power?.on !== false) task.run();
		}
		this.#now = end;
	}

	#before(a: Task, b: Task): boolean {
		return a.due < b.due || (a.due === b.due && a.order < b.order);
	}

	#push(task: Task): void {
		const heap = this.#heap;
		let child = heap.push(task) - 1;
		while (child > 0) {
			const parent = Math.floor((child - 1) / 2);
			const above = heap[parent] as Task;
			if (!this.#before(task, above)) break;
			heap[child] = above;
			child = parent;
		}
		heap[child] = task;
	}

	#pop(): void {
		const heap = this.#heap;
		const last = heap.pop() as Task;
		if (heap.length === 0) return;
		let parent = 0;
		for (;;) {
			let child = 2 * parent + 1;
			if (child >= heap.length) break;
			if (child + 1 < heap.length && this.#before(heap[child + 1] as Task, heap[child] as Task))
				child++;
			if (!this.#before(heap[child] as Task, last)) break;
			heap[parent] = heap[child] as Task;
			parent = child;
		}
		heap[parent] = last;
	}
}
