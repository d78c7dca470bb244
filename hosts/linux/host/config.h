/*
 * CONFIG.json, read and let go.
 */

#ifndef CONFIG_H
#define CONFIG_H

/* What is wrong is said on stderr, and the process exits. */
void configRead(const char *path);
void configDelete(void);

#endif
