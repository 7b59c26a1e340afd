/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the topics of this program share: one channel, and ends of it.
 */
#ifndef TESTS_CHANNELS_H
#define TESTS_CHANNELS_H

#include "../victim.h"

#include <exo/channel.h>
#include <fcntl.h>

#define NAME "/test"

enum {
	CAPACITY = 2,
	ROOM = 64, /* bytes, of the largest message */
};

/* An end of the channel NAME, which is made if there is none. */
int open_end(int access);

/* The name is taken away: the next end is one of another channel. */
void end_topic(void);

/* As the program makes the calls, with what is the same each time. */
int put(int fd, const char *text);
int put_now(int fd, const char *text); /* without waiting */
ssize_t ask(int fd, const char *text);

/* What @result of a call means. */
const char *outcome(long result);

/* What comes by @fd now, or why nothing does. */
void show_next(int fd);

/* Take the message that waits; how it is answered. Exits if there is none. */
uint64_t take(int fd);
int answer(int fd, uint64_t token, const char *text);

/* Send, or receive, an open file as well. */
int put_file(int fd, int file);
int take_file(int fd, uint64_t *token);

/* What a poll tells of @fd now. */
void show_ready(const char *what, int fd);

/* A pipe that tells by its end whether somebody has @other_end. */
struct witness {
	int in, other_end;
};
struct witness open_witness(void);
/* Nobody has it any more but us, who close it. */
void show_gone(struct witness *witness);

/* peers.c, readiness.c, interruptions.c, inheritance.c, limits.c, crowd.c */
void peers(void);
void readiness(void);
void interruptions(void);
void inheritance(void);
void limits(void);
void crowd(void);

/* What the program that inheritance() executes does. */
void inherited(void);

#endif
