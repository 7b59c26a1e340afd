// SPDX-License-Identifier: GPL-2.0-only
/*
 * A terminal that keeps what was sent to it, and the signals it raised.
 */
#include <exo/ktest.h>
#include <uapi/signal.h>

#include "line_discipline.h"

static struct line_discipline line;
static char shown[8192];
static size_t shown_length;
static unsigned int last_signal, signals;

static void keep_output(struct line_discipline *self, const char *text,
			size_t len)
{
	(void)self;
	len = min(len, sizeof(shown) - 1 - shown_length);
	memcpy(shown + shown_length, text, len);
	shown_length += len;
	shown[shown_length] = '\0';
}

static void keep_signal(struct line_discipline *self, unsigned int signal)
{
	(void)self;
	last_signal = signal;
	signals++;
}

static const struct line_host host = {
	.output = keep_output,
	.signal = keep_signal,
};

static void forget_output(void)
{
	shown_length = 0;
	shown[0] = '\0';
}

static void begin(void)
{
	line_init(&line, &host);
	forget_output();
	signals = 0;
}

/* Begin with some flags changed. */
static struct termios begin_with(unsigned int local_off, unsigned int local_on)
{
	struct termios termios;

	begin();
	termios = line.termios;
	termios.c_lflag = (termios.c_lflag & ~local_off) | local_on;
	line_set_termios(&line, &termios);
	return termios;
}

static void type(const char *text)
{
	line_receive(&line, (const u8 *)text, strlen(text));
}

/* Read up to @size bytes, as text. */
static const char *take(size_t size)
{
	static char text[LINE_SIZE + 1];

	text[line_read(&line, (u8 *)text, min(size, (size_t)LINE_SIZE))] = '\0';
	return text;
}

KTEST(line_discipline, line_can_be_read_once_it_is_ended)
{
	begin();
	type("ls");
	KTEST_EXPECT(t, !line_ready(&line));
	type(" -l\rcd");
	KTEST_EXPECT(t, line_ready(&line));
	KTEST_EXPECT_EQ(t, line_readable(&line), 6);
	KTEST_EXPECT_STREQ(t, shown, "ls -l\r\ncd");
	KTEST_EXPECT_STREQ(t, take(100), "ls -l\n");
	KTEST_EXPECT(t, !line_ready(&line));
	type("\n");
	KTEST_EXPECT_STREQ(t, take(100), "cd\n");
}

KTEST(line_discipline, read_takes_one_line_or_a_part_of_it)
{
	begin();
	type("one\ntwo\n");
	KTEST_EXPECT_STREQ(t, take(2), "on");
	KTEST_EXPECT_STREQ(t, take(0), "");
	KTEST_EXPECT_STREQ(t, take(100), "e\n");
	KTEST_EXPECT_STREQ(t, take(100), "two\n");
	KTEST_EXPECT_STREQ(t, take(100), "");
}

KTEST(line_discipline, end_of_file_ends_a_line_without_being_read)
{
	begin();
	type("ab\4c\n");
	KTEST_EXPECT_EQ(t, line_readable(&line), 4);
	KTEST_EXPECT_STREQ(t, take(100), "ab");
	KTEST_EXPECT_STREQ(t, take(100), "c\n");
	KTEST_EXPECT_STREQ(t, shown, "abc\r\n");
	/* At the beginning of a line a read finds nothing. */
	type("\4");
	KTEST_EXPECT(t, line_ready(&line));
	KTEST_EXPECT_EQ(t, line_readable(&line), 0);
	KTEST_EXPECT_STREQ(t, take(100), "");
	KTEST_EXPECT(t, !line_ready(&line));
	/* It goes with a read that takes exactly the text before it. */
	type("ab\4");
	KTEST_EXPECT_STREQ(t, take(2), "ab");
	KTEST_EXPECT(t, !line_ready(&line));
}

KTEST(line_discipline, other_characters_can_end_lines)
{
	struct termios termios = begin_with(0, 0);

	termios.c_cc[VEOL] = ';';
	termios.c_cc[VEOL2] = '!';
	line_set_termios(&line, &termios);
	type("a;b!c");
	KTEST_EXPECT_STREQ(t, take(100), "a;");
	KTEST_EXPECT_STREQ(t, take(100), "b!");
	KTEST_EXPECT(t, !line_ready(&line));
}

KTEST(line_discipline, erase_takes_back_to_the_lines_beginning)
{
	begin();
	type("one\nab\177c\177\177\177");
	KTEST_EXPECT_STREQ(t, shown, "one\r\nab\b \bc\b \b\b \b");
	type("x\n");
	KTEST_EXPECT_STREQ(t, take(100), "one\n");
	KTEST_EXPECT_STREQ(t, take(100), "x\n");
}

KTEST(line_discipline, erase_takes_back_as_much_as_was_shown)
{
	begin();
	line_write(&line, "> ", 2);
	forget_output();
	type("a\tb\177\177");
	KTEST_EXPECT_STREQ(t, shown, "a\tb\b \b\b\b\b\b\b");
	forget_output();
	type("\1\177");
	KTEST_EXPECT_STREQ(t, shown, "^A\b \b\b \b");
	forget_output();
	type("\303\251\177"); /* two bytes of UTF-8, one column */
	KTEST_EXPECT_STREQ(t, shown, "\303\251\b \b");
	type("\n");
	KTEST_EXPECT_STREQ(t, take(100), "a\n");
}

KTEST(line_discipline, word_and_line_are_taken_back)
{
	begin();
	type("cp one_1 two,  \27");
	KTEST_EXPECT_STREQ(t, shown,
			   "cp one_1 two,  \b \b\b \b\b \b\b \b\b \b\b \b");
	type("x\27\27\n");
	KTEST_EXPECT_STREQ(t, take(100), "cp \n");
	forget_output();
	type("abc\25d\n");
	KTEST_EXPECT_STREQ(t, shown, "abc\b \b\b \b\b \bd\r\n");
	KTEST_EXPECT_STREQ(t, take(100), "d\n");
}

KTEST(line_discipline, without_echo_of_erasing_the_characters_are_echoed)
{
	begin_with(ECHOE | ECHOKE, 0);
	type("ab\177\25");
	KTEST_EXPECT_STREQ(t, shown, "ab^?^U\r\n");
	begin_with(ECHO, 0);
	type("ab\177c\25d\n");
	KTEST_EXPECT_STREQ(t, shown, "");
	KTEST_EXPECT_STREQ(t, take(100), "d\n");
	begin_with(ECHO, ECHONL);
	type("ab\n");
	KTEST_EXPECT_STREQ(t, shown, "\r\n");
}

KTEST(line_discipline, next_character_is_literal_after_lnext)
{
	begin();
	type("a\26\3\26\177\n");
	KTEST_EXPECT_EQ(t, signals, 0);
	KTEST_EXPECT_STREQ(t, shown, "a^C^?\r\n");
	KTEST_EXPECT_STREQ(t, take(100), "a\3\177\n");
	begin_with(IEXTEN, 0);
	type("\26\27\n");
	KTEST_EXPECT_STREQ(t, take(100), "\26\27\n");
}

KTEST(line_discipline, reprint_shows_the_line_again)
{
	begin();
	type("ab\22c\177");
	KTEST_EXPECT_STREQ(t, shown, "ab^R\r\nabc\b \b");
}

KTEST(line_discipline, characters_that_are_signals_flush_the_line)
{
	begin();
	type("one\ntwo\3three\n");
	KTEST_EXPECT_EQ(t, signals, 1);
	KTEST_EXPECT_EQ(t, last_signal, SIGINT);
	KTEST_EXPECT_STREQ(t, shown, "one\r\ntwo^Cthree\r\n");
	KTEST_EXPECT_STREQ(t, take(100), "three\n");
	type("\34");
	KTEST_EXPECT_EQ(t, last_signal, SIGQUIT);
	type("\32");
	KTEST_EXPECT_EQ(t, last_signal, SIGTSTP);
	KTEST_EXPECT_EQ(t, signals, 3);

	begin_with(0, NOFLSH);
	type("a\3b\n");
	KTEST_EXPECT_STREQ(t, take(100), "ab\n");
	begin_with(ISIG, 0);
	type("a\3b\n");
	KTEST_EXPECT_EQ(t, signals, 0);
	KTEST_EXPECT_STREQ(t, take(100), "a\3b\n");
}

KTEST(line_discipline, output_stops_and_goes_on)
{
	struct termios termios = begin_with(0, 0);

	type("\23");
	KTEST_EXPECT(t, line.stopped);
	type("a\n");
	KTEST_EXPECT(t, line.stopped);
	type("\21");
	KTEST_EXPECT(t, !line.stopped);
	type("\23\3");
	KTEST_EXPECT(t, !line.stopped);

	termios.c_iflag |= IXANY;
	line_set_termios(&line, &termios);
	type("\23");
	KTEST_EXPECT(t, line.stopped);
	type("x");
	KTEST_EXPECT(t, !line.stopped);
	type("\23");
	termios.c_iflag &= ~IXON;
	line_set_termios(&line, &termios);
	KTEST_EXPECT(t, !line.stopped);
	type("\23\n");
	KTEST_EXPECT_STREQ(t, take(100), "x\23\n");
}

KTEST(line_discipline, carriage_returns_and_newlines_are_translated)
{
	struct termios termios = begin_with(ICANON | ECHO, 0);

	termios.c_iflag = IGNCR;
	line_set_termios(&line, &termios);
	type("a\rb\n");
	KTEST_EXPECT_STREQ(t, take(100), "ab\n");
	termios.c_iflag = INLCR;
	line_set_termios(&line, &termios);
	type("a\rb\n");
	KTEST_EXPECT_STREQ(t, take(100), "a\rb\r");
	termios.c_iflag = ISTRIP | ICRNL;
	line_set_termios(&line, &termios);
	type("\341\215");
	KTEST_EXPECT_STREQ(t, take(100), "a\n");
}

KTEST(line_discipline, without_canonical_mode_bytes_are_read_as_they_come)
{
	begin_with(ICANON | ISIG | ECHO | IEXTEN, 0);
	type("a\177\4\25\3\26");
	KTEST_EXPECT_STREQ(t, shown, "");
	KTEST_EXPECT_STREQ(t, take(2), "a\177");
	KTEST_EXPECT_STREQ(t, take(100), "\4\25\3\26");
}

KTEST(line_discipline, waiting_input_survives_a_change_of_mode)
{
	struct termios canonical = begin_with(0, 0), raw = canonical;

	raw.c_lflag &= ~(ICANON | ECHO);
	type("done\ntyped");
	line_set_termios(&line, &raw);
	KTEST_EXPECT_STREQ(t, take(100), "done\ntyped");
	type("ab");
	line_set_termios(&line, &canonical);
	type("cd\n");
	KTEST_EXPECT_STREQ(t, take(100), "ab");
	KTEST_EXPECT_STREQ(t, take(100), "cd\n");
	/* What was received cannot be taken back any more. */
	line_set_termios(&line, &raw);
	type("ab");
	line_set_termios(&line, &canonical);
	type("\177\25");
	KTEST_EXPECT_STREQ(t, take(100), "ab");
}

KTEST(line_discipline, line_that_is_too_long_loses_its_rest)
{
	struct termios termios = begin_with(ECHO, 0);
	size_t taken = 0;

	termios.c_iflag |= IMAXBEL;
	line_set_termios(&line, &termios);
	for (int i = 0; i < LINE_SIZE + 100; i++)
		taken += line_receive(&line, (const u8 *)"x", 1);
	KTEST_EXPECT_EQ(t, taken, LINE_SIZE + 100);
	KTEST_EXPECT_EQ(t, shown_length, 101);
	KTEST_EXPECT_EQ(t, shown[0], '\a');
	KTEST_EXPECT(t, !line_ready(&line) && line_has_room(&line));
	type("\n");
	KTEST_EXPECT_EQ(t, line_readable(&line), LINE_SIZE);
	/* Now there is something to read, and what follows waits. */
	KTEST_EXPECT(t, !line_has_room(&line));
	KTEST_EXPECT_EQ(t, line_receive(&line, (const u8 *)"ab", 2), 0);
	KTEST_EXPECT_EQ(t, strlen(take(LINE_SIZE)), LINE_SIZE);
	KTEST_EXPECT(t, line_has_room(&line));
}

KTEST(line_discipline, raw_input_waits_for_room)
{
	static u8 bytes[LINE_SIZE + 10];

	begin_with(ICANON | ECHO | ISIG, 0);
	memset(bytes, 'x', sizeof(bytes));
	KTEST_EXPECT_EQ(t, line_receive(&line, bytes, sizeof(bytes)),
			LINE_SIZE);
	KTEST_EXPECT(t, !line_has_room(&line));
	take(4);
	KTEST_EXPECT_EQ(t, line_receive(&line, bytes, sizeof(bytes)), 4);
	line_flush_input(&line);
	KTEST_EXPECT(t, !line_ready(&line) && line_has_room(&line));
}

KTEST(line_discipline, output_is_processed_as_the_flags_say)
{
	struct termios termios = begin_with(0, 0);

	line_write(&line, "a\nb\r\tc\b", 7);
	KTEST_EXPECT_STREQ(t, shown, "a\r\nb\r\tc\b");
	KTEST_EXPECT_EQ(t, line.column, 8);
	forget_output();
	termios.c_oflag = OPOST | OCRNL | ONLRET | XTABS;
	line_set_termios(&line, &termios);
	line_write(&line, "\nab\tc\rd", 7);
	KTEST_EXPECT_STREQ(t, shown, "\nab      c\nd");
	KTEST_EXPECT_EQ(t, line.column, 1);
	forget_output();
	termios.c_oflag = OPOST | ONOCR;
	line_set_termios(&line, &termios);
	line_write(&line, "\r\rx\r", 4);
	KTEST_EXPECT_STREQ(t, shown, "\rx\r");
	forget_output();
	termios.c_oflag = ONLCR | OCRNL | XTABS; /* but not OPOST */
	line_set_termios(&line, &termios);
	line_write(&line, "a\n\r\tb", 5);
	KTEST_EXPECT_STREQ(t, shown, "a\n\r\tb");
	KTEST_EXPECT_EQ(t, line.column, 9);
}

/* What a reader, a typist and a writer do at random never loses the count. */
KTEST(line_discipline, any_bytes_in_any_mode_keep_the_buffer_sound)
{
	struct termios termios = begin_with(0, 0);
	u64 state = 1;
	u32 wrong = 0;

	for (int round = 0; round < 50000; round++) {
		u8 byte;

		state = state * 6364136223846793005ULL + 1442695040888963407ULL;
		byte = (u8)(state >> 40);
		if (state >> 58 == 0) {
			termios.c_lflag ^= 1U << (state >> 33) % 16;
			termios.c_iflag ^= 1U << (state >> 49) % 15;
			line_set_termios(&line, &termios);
		} else if (state >> 59 == 1) {
			take(state >> 33 & 63);
		} else {
			line_receive(&line, &byte, 1);
		}
		if (shown_length > sizeof(shown) / 2)
			forget_output();
		wrong += line.write_at - line.read_at > LINE_SIZE ||
			 line.line_end - line.read_at >
				 line.write_at - line.read_at ||
			 line_readable(&line) > LINE_SIZE;
	}
	KTEST_EXPECT_EQ(t, wrong, 0);
}

KTEST(line_discipline, what_does_not_fit_behind_whole_lines_is_left)
{
	unsigned int taken = 0, got = 0;
	u8 byte;

	begin();
	while (line_receive(&line, (const u8 *)"ab\n" + taken % 3, 1))
		taken++;
	while (line_read(&line, &byte, 1))
		got++;
	KTEST_EXPECT_EQ(t, got, taken);
	KTEST_EXPECT_EQ(t, line_receive(&line, (const u8 *)"ab\n", 3), 3);
	KTEST_EXPECT_EQ(t, line_readable(&line), 3);
}

KTEST(line_discipline, a_read_knows_whether_it_ended_a_line)
{
	u8 bytes[3];

	begin();
	line_receive(&line, (const u8 *)"ab\nc\4", 5);
	line_read(&line, bytes, 2);
	KTEST_EXPECT(t, !line_read_ended(&line));
	line_read(&line, bytes, 3);
	KTEST_EXPECT(t, line_read_ended(&line));
	line_read(&line, bytes, 1);
	KTEST_EXPECT(t, line_read_ended(&line));
}
