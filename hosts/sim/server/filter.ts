/**
 * MQTT topic filters: which are well formed, and which topics they match (MQTT 3.1.1 §4.7).
 */

export function isFilter(filter: string): boolean {
	if (filter === "" || filter.includes("\0")) return false;
	const levels = filter.split("/");
	return levels.every(
		(level, index) =>
			level === "+" || (level === "#" ? index === levels.length - 1 : !/[+#]/.test(level)),
	);
}

/** Topics of the server's own (`$SYS`) are not matched by a wildcard in the first level. */
export function matches(filter: string, topic: string): boolean {
	if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
	const levels = topic.split("/");
	const wanted = filter.split("/");
	for (const [index, level] of wanted.entries()) {
		if (level === "#") return true;
		if (index >= levels.length || (level !== "+" && level !== levels[index])) return false;
	}
	return wanted.length === levels.length;
}
