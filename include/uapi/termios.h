/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Terminals as programs see them: termios(3), ioctl_tty(2). Numbers are those
 * of Linux on x86_64.
 */
#ifndef UAPI_TERMIOS_H
#define UAPI_TERMIOS_H

enum {
	NCCS = 19
};

struct termios {
	unsigned int c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCCS];
};

struct winsize {
	unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};

/* Places in c_cc; a character of 0 (_POSIX_VDISABLE) is none. */
enum {
	VINTR = 0,
	VQUIT = 1,
	VERASE = 2,
	VKILL = 3,
	VEOF = 4,
	VTIME = 5,
	VMIN = 6,
	VSWTC = 7,
	VSTART = 8,
	VSTOP = 9,
	VSUSP = 10,
	VEOL = 11,
	VREPRINT = 12,
	VDISCARD = 13,
	VWERASE = 14,
	VLNEXT = 15,
	VEOL2 = 16,
};

/* c_iflag */
enum {
	IGNBRK = 0000001,
	BRKINT = 0000002,
	IGNPAR = 0000004,
	PARMRK = 0000010,
	INPCK = 0000020,
	ISTRIP = 0000040,
	INLCR = 0000100,
	IGNCR = 0000200,
	ICRNL = 0000400,
	IUCLC = 0001000,
	IXON = 0002000,
	IXANY = 0004000,
	IXOFF = 0010000,
	IMAXBEL = 0020000,
	IUTF8 = 0040000,
};

/* c_oflag */
enum {
	OPOST = 0000001,
	OLCUC = 0000002,
	ONLCR = 0000004,
	OCRNL = 0000010,
	ONOCR = 0000020,
	ONLRET = 0000040,
	OFILL = 0000100,
	OFDEL = 0000200,
	TABDLY = 0014000,
	XTABS = 0014000,
};

/* c_cflag */
enum {
	CBAUD = 0010017,
	B9600 = 0000015,
	B38400 = 0000017,
	B115200 = 0010002,
	CSIZE = 0000060,
	CS8 = 0000060,
	CSTOPB = 0000100,
	CREAD = 0000200,
	PARENB = 0000400,
	PARODD = 0001000,
	HUPCL = 0002000,
	CLOCAL = 0004000,
};

/* c_lflag */
enum {
	ISIG = 0000001,
	ICANON = 0000002,
	ECHO = 0000010,
	ECHOE = 0000020,
	ECHOK = 0000040,
	ECHONL = 0000100,
	NOFLSH = 0000200,
	TOSTOP = 0000400,
	ECHOCTL = 0001000,
	ECHOPRT = 0002000,
	ECHOKE = 0004000,
	FLUSHO = 0010000,
	PENDIN = 0040000,
	IEXTEN = 0100000,
	EXTPROC = 0200000,
};

#endif
